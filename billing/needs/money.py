"""What of the business's money waits for somebody of its team."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from billing.models import Payment
from billing.selectors.disputes import deadline_of, waiting_disputes
from billing.selectors.reconciliation import differences
from billing.selectors.refunds import failed_refunds
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.needs import Found, Need

FAILURES_STAY = timedelta(days=14)


def _disputes(member: User) -> Found | None:
    """Disputes that want evidence, and how long there is for the most pressing."""
    waiting = waiting_disputes(seen_by=member)
    if not waiting:
        return None
    said = ngettext("%d payment is disputed", "%d payments are disputed", len(waiting)) % len(waiting)
    first = deadline_of(waiting[0])
    page = reverse("billing:dispute", args=[waiting[0].pk]) if len(waiting) == 1 else reverse("billing:dispute_list")
    if first is None:
        return Found(len(waiting), said, page)
    return Found(len(waiting), said, page, _to_go(first.days), first.tone)


def _to_go(days: int) -> str:
    if days <= 0:
        return gettext("answer today")
    return ngettext("answer within %d day", "answer within %d days", days) % days


def _failed_refunds(member: User) -> Found | None:
    """Money that was to go back and did not: it waits until it goes, or somebody says that it need not."""
    orders = list(failed_refunds(seen_by=member)[:99])
    if not orders:
        return None
    text = ngettext("%d refund did not go through", "%d refunds did not go through", len(orders)) % len(orders)
    return Found(len(orders), text, reverse("billing:payment", args=[orders[0].payment_id]))


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


def _differences(member: User) -> Found | None:
    """What Stripe and the books do not say alike."""
    found = differences(seen_by=member).count()
    if not found:
        return None
    text = ngettext("Stripe and your books differ on %d payment", "Stripe and your books differ on %d payments", found)
    return Found(found, text % found, reverse("billing:reconciliation"))


DISPUTED = Need(name="disputes", order=10, action="payments.view", icon="shield-alert", find=_disputes)
FAILED = Need(name="failed_payments", order=20, action="payments.view", icon="circle-x", find=_failed)
REFUNDS = Need(name="failed_refunds", order=15, action="payments.view", icon="undo-2", find=_failed_refunds)
DIFFERENT = Need(name="differences", order=30, action="payments.view", icon="scale", find=_differences)
