"""Transfers that wait for somebody to look at the bank statement."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from billing.models import TransferNotice
from billing.models.transfer import HELD_FOR
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import require_business
from tenants.needs import Found, Need

PATIENCE = timedelta(days=3)
"""So long a transfer between banks may take; what waits longer says so."""


def _told(member: User) -> Found | None:
    """Transfers that customers say they have sent; the longer one waits, the more it presses."""
    waiting = TransferNotice.objects.filter(sight.within(member), state=TransferNotice.State.WAITING)
    notices = list(waiting.order_by("created_at").only("created_at"))
    if not notices:
        return None
    text = ngettext("%d transfer to check", "%d transfers to check", len(notices)) % len(notices)
    return Found(len(notices), text, reverse("billing:transfer_list"), *_waits_since(notices[0]))


def _waits_since(oldest: TransferNotice) -> tuple[str, str]:
    """Say how long, and press once its customer is asked for the money again."""
    waited = clock.today(require_business().time_zone) - (oldest.held_until - HELD_FOR)
    if waited < PATIENCE:
        return "", ""
    said = ngettext("waiting for %d day", "waiting for %d days", waited.days) % waited.days
    return said, "danger" if waited > HELD_FOR else "warning"


TOLD = Need(name="transfers", order=15, action="payments.view", icon="clipboard-check", find=_told)
