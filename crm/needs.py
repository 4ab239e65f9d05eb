"""What of the contacts' details waits for the team."""

from django.urls import reverse
from django.utils.translation import ngettext

from crm.selectors.corrections import open_corrections
from tenants.accounts.models import User
from tenants.needs import Found, Need


def _corrections(member: User) -> Found | None:
    count = open_corrections(member).count()
    text = ngettext("%d correction to review", "%d corrections to review", count) % count
    return Found(count, text, reverse("crm:correction_list"))


CORRECTIONS = Need(name="corrections", order=25, action="corrections.view", icon="user-round-pen", find=_corrections)
