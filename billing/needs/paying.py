"""Transfers that wait for somebody to look at the bank statement."""

from django.urls import reverse
from django.utils.translation import ngettext

from billing.models import TransferNotice
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.needs import Found, Need


def _told(member: User) -> Found | None:
    """Transfers that customers say they have sent."""
    count = TransferNotice.objects.filter(sight.within(member), state=TransferNotice.State.WAITING).count()
    text = ngettext("%d transfer to check", "%d transfers to check", count) % count
    return Found(count, text, reverse("billing:transfer_list"))


TOLD = Need(name="transfers", order=15, action="payments.view", icon="clipboard-check", find=_told)
