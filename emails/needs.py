"""Mail that did not arrive, for the team to see to."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from emails.selectors import outbox
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.needs import Found, Need

STAYS = timedelta(days=14)


def _troubled(_member: User) -> Found | None:
    count = outbox(troubled_only=True).filter(created_at__gte=clock.now() - STAYS).count()
    text = ngettext("%d e-mail did not arrive", "%d e-mails did not arrive", count) % count
    return Found(count, text, f"{reverse('emails:message_list')}?show=troubled")


TROUBLED = Need(name="troubled_mail", order=30, action="settings.view", icon="mail-x", find=_troubled)
