"""What of the business's money waits for somebody of its team."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from billing.models import LedgerEntry, Payment
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.needs import Found, Need

DISPUTES_STAY = timedelta(days=60)
FAILURES_STAY = timedelta(days=14)


def _disputes(member: User) -> Found | None:
    """Payments whose bank took the money back lately and has not returned it."""
    returned = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.DISPUTE_WON).values("payment")
    taken = LedgerEntry.objects.filter(
        sight.within(member), kind=LedgerEntry.Kind.DISPUTE, created_at__gte=clock.now() - DISPUTES_STAY
    ).exclude(payment__in=returned)
    payments = list(taken.order_by("-pk").values_list("payment", flat=True)[:99])
    if not payments:
        return None
    text = ngettext("%d payment is disputed", "%d payments are disputed", len(payments)) % len(payments)
    return Found(len(payments), text, reverse("billing:payment", args=[payments[0]]))


def _failed(member: User) -> Found | None:
    """Payments that were on their way and did not come."""
    failed = Payment.objects.filter(
        sight.within(member), state=Payment.State.FAILED, created_at__gte=clock.now() - FAILURES_STAY
    )
    payments = list(failed.order_by("-pk").values_list("pk", flat=True)[:99])
    if not payments:
        return None
    text = ngettext("%d payment did not come", "%d payments did not come", len(payments)) % len(payments)
    return Found(len(payments), text, reverse("billing:payment", args=[payments[0]]))


DISPUTED = Need(name="disputes", order=10, action="payments.view", icon="shield-alert", find=_disputes)
FAILED = Need(name="failed_payments", order=20, action="payments.view", icon="circle-x", find=_failed)
