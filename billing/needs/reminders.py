"""What customers have asked or promised, and the team has to see to."""

from django.urls import reverse
from django.utils.translation import ngettext

from billing.selectors.promises import broken_promises
from billing.selectors.queries import open_queries
from tenants.accounts.models import User
from tenants.needs import Found, Need


def _queried(member: User) -> Found | None:
    charges = list(open_queries(member).values_list("charge_id", flat=True)[:99])
    if not charges:
        return None
    text = ngettext("%d charge is not recognised", "%d charges are not recognised", len(charges)) % len(charges)
    is_one = len(charges) == 1
    link = reverse("billing:charge", args=charges) if is_one else reverse("billing:charge_list") + "?state=queried"
    return Found(len(charges), text, link)


def _broken(member: User) -> Found | None:
    charges = list(broken_promises(member).values_list("charge_id", flat=True)[:99])
    if not charges:
        return None
    text = ngettext("%d promise to pay was not kept", "%d promises to pay were not kept", len(charges)) % len(charges)
    is_one = len(charges) == 1
    link = reverse("billing:charge", args=charges) if is_one else reverse("billing:charge_list") + "?state=overdue"
    return Found(len(charges), text, link)


QUERIED = Need(name="queries", order=15, action="charges.void", icon="circle-question-mark", find=_queried)
BROKEN = Need(name="broken_promises", order=17, action="charges.void", icon="handshake", find=_broken)
