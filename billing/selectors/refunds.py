"""How much of a payment can still be given back, and what was asked for."""

from django.db.models import QuerySet, Sum

from billing.errors import NoSuchRefund
from billing.models import Payment, RefundOrder
from billing.selectors.adjustments import credited_of
from billing.selectors.payments import reversed_of
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money

_WAITING = (RefundOrder.State.ASKED, RefundOrder.State.PENDING)


def refunds_of(payment: Payment) -> QuerySet[RefundOrder]:
    """Return what the team has given back of a payment, newest first."""
    return RefundOrder.objects.filter(payment=payment).select_related("payment").order_by("-pk")


def refund_named(order_id: int) -> RefundOrder:
    """Return one refund; raises NoSuchRefund."""
    order = RefundOrder.objects.select_related("payment").filter(pk=order_id).first()
    if order is None:
        raise NoSuchRefund
    return order


def failed_refunds(*, seen_by: User) -> QuerySet[RefundOrder]:
    """Return the refunds that did not go through and that nobody has dealt with, newest first."""
    failed = RefundOrder.objects.filter(sight.within(seen_by, "payment__contact"), state=RefundOrder.State.FAILED)
    return failed.filter(dealt_with_at=None).select_related("payment__contact").order_by("-pk")


def refundable_of(payment: Payment) -> Money:
    """Return what can be given back: what came, less what went back, was disputed, credited, or is on its way back."""
    if payment.state != Payment.State.SUCCEEDED:
        return Money.zero(payment.currency)
    waiting = refunds_of(payment).filter(state__in=_WAITING).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    gone = reversed_of(payment) + credited_of(payment.pk, payment.currency)
    left = payment.amount - gone - Money(waiting, payment.currency)
    return max(left, Money.zero(payment.currency), key=lambda money: money.minor)
