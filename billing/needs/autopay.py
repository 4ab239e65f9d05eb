"""What of autopay waits for somebody of the team: cards that could not be charged in the end."""

from django.urls import reverse
from django.utils.translation import ngettext

from billing.selectors.given_up import given_up_contacts
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.needs import Found, Need


def _given_up(member: User) -> Found | None:
    """Contacts whose card could not pay what is due: they have been written to, and it is still open."""
    contacts = given_up_contacts()
    if not contacts:
        return None
    seen = Contact.objects.filter(sight.within(member, "pk"), pk__in=contacts)
    found = list(seen.order_by("-pk").values_list("pk", flat=True)[:99])
    if not found:
        return None
    text = ngettext("Autopay of %d contact failed", "Autopay of %d contacts failed", len(found)) % len(found)
    return Found(len(found), text, reverse("crm:contact", args=[found[0]]))


AUTOPAY = Need(name="autopay", order=15, action="payments.view", icon="zap-off", find=_given_up)
