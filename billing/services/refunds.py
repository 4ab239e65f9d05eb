"""Giving money back: ordered once, sent once, and in the ledger when Stripe says that it has gone."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from billing.errors import (
    AmountNotPositive,
    NoSuchPayment,
    NoSuchRefund,
    NothingToGiveBack,
    OtherRefundSent,
    ReasonMissing,
    RefundNotFailed,
    TooMuchToGiveBack,
)
from billing.gateway import gateway
from billing.gateway.protocol import NotDone, OutcomeUnknown, Refund, Refused
from billing.models import Payment, RefundOrder
from billing.selectors.refunds import refundable_of, refunds_of
from billing.services.ledger import lock_account, settle_account
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.refund_mail import tell_of_refund
from billing.services.reversals import note_refunds
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business

State = RefundOrder.State
KEYS_LIVE = timedelta(hours=12)
"""Stripe remembers an idempotency key for at least 24 hours: https://docs.stripe.com/api/idempotent_requests."""
AGAIN = UUID("6a0b9f52-3c1e-4f0e-9d0a-5b1f4a7c2e11")
"""Names the second try of an order, so that a button pressed twice orders one."""
OF_STRIPE = {"succeeded": State.SUCCEEDED, "failed": State.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDraft:
    amount: Money
    reason: str


@transaction.atomic
def give_back(
    payment_id: int,
    *,
    draft: RefundDraft,
    by: User | None = None,
    request_key: UUID | None = None,
    settles: bool = True,
) -> RefundOrder:
    """Order a refund. What Stripe took goes back through Stripe; what came by hand is taken to be given back by hand.

    With several at once the caller settles the account in the end. The same ``request_key`` again returns the order it
    made the first time. Raises NoSuchPayment, NothingToGiveBack, TooMuchToGiveBack, AmountNotPositive, ReasonMissing,
    and OtherRefundSent for a key of another payment's form.
    """
    payment = _locked(payment_id)
    known = RefundOrder.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None and known.payment_id != payment.pk:
        raise OtherRefundSent
    if known is not None:
        return known
    _check(payment, draft)
    order = RefundOrder.objects.create(
        payment=payment,
        amount_minor=draft.amount.minor,
        reason=draft.reason.strip(),
        state=State.ASKED,
        asked_by_id=by.pk if by else None,
        asked_by_name=by.name if by else "",
        request_key=request_key,
    )
    record("refund.ordered", payment, contact_id=payment.contact_id, **_said(order))
    if payment.is_by_hand:
        by_hand = Refund(id=f"hand-{order.pk}", minor=order.amount_minor, state="succeeded")
        _settle(order, by_hand)
        note_refunds(payment, [by_hand], settles=settles)
    else:
        enqueue("billing.send_refund", order_id=order.pk)
    return order


@transaction.atomic
def give_back_again(order_id: int, *, by: User | None = None) -> RefundOrder:
    """Order a failed refund once more; pressed twice it orders one.

    Raises NoSuchRefund, RefundNotFailed, and what give_back raises.
    """
    order = _named(order_id)
    if order.state != State.FAILED:
        raise RefundNotFailed
    again = give_back(
        order.payment_id,
        draft=RefundDraft(amount=order.amount, reason=order.reason),
        by=by,
        request_key=uuid5(AGAIN, f"{require_business().schema}:{order.pk}"),
    )
    _deal_with(order)
    return again


@transaction.atomic
def let_refund_be(order_id: int) -> RefundOrder:
    """Say that a failed refund need not go any more, or went another way; it no longer waits for anybody."""
    order = _named(order_id)
    if order.state == State.FAILED and _deal_with(order):
        record("refund.let_be", order.payment, contact_id=order.payment.contact_id, **_said(order))
    return order


def send_refund(order_id: int) -> RefundOrder:
    """Ask Stripe for an ordered refund under its one key, however often this runs; raises RetryLater while unknown."""
    order = RefundOrder.objects.select_related("payment__contact").get(pk=order_id)
    if order.state != State.ASKED:
        return order
    try:
        follow_refunds(order.payment, _sent(order))
    except (OutcomeUnknown, NotDone) as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error
    except Refused as error:
        _refuse(order.pk, str(error))
    order.refresh_from_db()
    return order


@transaction.atomic
def follow_refunds(payment: Payment, found: list[Refund]) -> None:
    """Bring orders and ledger to what Stripe says of a payment's refunds; any number of times, in any order."""
    lock_account(payment.contact_id)
    orders = {str(order.pk): order for order in refunds_of(payment)}
    for refund in found:
        order = orders.get(refund.reference)
        if order is not None:
            order.stripe_refund = refund.id
            _settle(order, refund)
    note_refunds(payment, found)


def _sent(order: RefundOrder) -> list[Refund]:
    """Have Stripe refund what was ordered; an order that waits for long may be there already, without its key."""
    business = require_business()
    where = {"account": business.stripe_account, "intent": order.payment.stripe_payment_intent}
    if clock.now() - order.created_at > KEYS_LIVE:
        known = [refund for refund in gateway().refunds(**where) if refund.reference == str(order.pk)]
        if known:
            return known
    key = f"{business.schema}-refund-{order.pk}"
    names = {"mango_business": str(business.id), "mango_refund": str(order.pk)}
    return [gateway().refund(**where, amount=order.amount, key=key, metadata=names)]


@transaction.atomic
def _refuse(order_id: int, why: str) -> RefundOrder:
    order = _locked_order(order_id)
    if order.state == State.ASKED:
        order.failure = why[:300]
        _move(order, State.FAILED)
    return order


def _settle(order: RefundOrder, refund: Refund) -> None:
    """Move an order to where its refund stands, and tell the customer once. The account is locked."""
    state = OF_STRIPE.get(refund.state, State.PENDING)
    if order.state not in (state, State.FAILED):
        _move(order, state)
    if state == State.SUCCEEDED:
        tell_of_refund(order)


def _move(order: RefundOrder, state: State) -> None:
    order.state = state
    order.save(update_fields=["state", "stripe_refund", "failure"])
    if state == State.FAILED:
        payment = order.payment
        settle_account(payment.contact_id, payment.currency)  # what was kept back for it pays for what is due
        retire_overtaken_attempts(payment.contact_id)
        record("refund.failed", payment, contact_id=payment.contact_id, **_said(order))


def _locked(payment_id: int) -> Payment:
    """Return a payment whose account nobody else can move money on."""
    contact_id = Payment.objects.filter(pk=payment_id).values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NoSuchPayment
    lock_account(contact_id)
    return Payment.objects.select_related("contact").get(pk=payment_id)


def _locked_order(order_id: int) -> RefundOrder:
    order = RefundOrder.objects.select_related("payment__contact").get(pk=order_id)
    lock_account(order.payment.contact_id)
    order.refresh_from_db(fields=["state", "stripe_refund"])
    return order


def _named(order_id: int) -> RefundOrder:
    if not RefundOrder.objects.filter(pk=order_id).exists():
        raise NoSuchRefund
    return _locked_order(order_id)


def _deal_with(order: RefundOrder) -> bool:
    return bool(RefundOrder.objects.filter(pk=order.pk, dealt_with_at=None).update(dealt_with_at=clock.now()))


def _check(payment: Payment, draft: RefundDraft) -> None:
    left = refundable_of(payment)
    if not left:
        raise NothingToGiveBack
    if draft.amount.currency != payment.currency:
        raise CurrencyMismatch(one=draft.amount.currency, other=payment.currency)
    if draft.amount.minor <= 0:
        raise AmountNotPositive
    if draft.amount.minor > left.minor:
        raise TooMuchToGiveBack(left=left.format(require_business().locale))
    if not draft.reason.strip():
        raise ReasonMissing


def _said(order: RefundOrder) -> dict[str, str]:
    amount = order.amount.format(require_business().locale)
    return {"amount": amount, "receipt": order.payment.receipt_name, "reason": order.reason}
