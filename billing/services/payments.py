"""Money that has come: its receipt, its place in the ledger, and what it settles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.errors import AmountNotPositive, ChargeIsVoid, NoSuchCharge
from billing.errors.paying import ReceivedInFuture
from billing.models import Charge, LedgerEntry, Payment
from billing.selectors.rates import rate_on
from billing.services.ledger import lock_account, next_receipt_number, post, settle_account, settle_parts
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.receipts import send_receipt
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business

FEE_KNOWN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDraft:
    """Money that somebody on the team received; ``charge_ids`` go first, then what falls due first."""

    amount: Money
    method: str
    received_on: date | None = None
    reference: str = ""
    note: str = ""
    charge_ids: Sequence[int] = ()
    send_receipt: bool = True
    proof_id: int | None = None


@transaction.atomic
def record_payment(
    *, contact_id: int, draft: PaymentDraft, recorded_by: User | None = None, request_key: UUID | None = None
) -> Payment:
    """Record cash, a transfer or a cheque; what is more than was due stays as credit.

    The same ``request_key`` again returns the payment it made the first time.
    """
    lock_account(contact_id)
    known = Payment.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    _check(contact_id, draft)
    payment = Payment(
        contact_id=contact_id,
        amount_minor=draft.amount.minor,
        currency=draft.amount.currency,
        method=draft.method,
        state=Payment.State.PENDING,
        reference=draft.reference,
        note=draft.note,
        proof_id=draft.proof_id,
        received_on=draft.received_on or clock.today(require_business().time_zone),
        recorded_by_id=recorded_by.pk if recorded_by else None,
        recorded_by_name=recorded_by.name if recorded_by else "",
        request_key=request_key,
    )
    payment.save(force_insert=True)
    succeed(payment, charge_ids=draft.charge_ids)
    if draft.send_receipt:
        send_receipt(payment)
    return payment


def succeed(payment: Payment, *, charge_ids: Sequence[int] = (), parts: Mapping[int, int] | None = None) -> None:
    """Turn a payment into money received: receipt number, ledger entry, allocations. The account is locked.

    ``parts`` are minor units by charge that were paid for just these; the rest goes to ``charge_ids`` first. A payment
    that has succeeded before stays as it is.
    """
    if payment.state == Payment.State.SUCCEEDED:
        return
    payment.state, payment.failure = Payment.State.SUCCEEDED, ""
    payment.received_on = payment.received_on or clock.today(require_business().time_zone)
    payment.rate = rate_on(payment.currency, payment.received_on)
    payment.receipt_number = next_receipt_number()
    payment.save(update_fields=["state", "failure", "received_on", "rate", "receipt_number"])
    credit = _credit(payment)
    if post(credit):
        settle_parts(credit, parts or {})
    settle_account(payment.contact_id, payment.currency, first=charge_ids)
    retire_overtaken_attempts(payment.contact_id)
    _ask_for_fee(payment)
    record(
        "payment.received",
        payment,
        contact_id=payment.contact_id,
        amount=payment.amount.format(require_business().locale),
        method=payment.method,
        receipt=payment.receipt_name,
    )


def day_paid(paid_at: datetime | None, *, begun_at: datetime) -> date:
    """Return the business's day on which money was paid, whenever it is heard of: today where nobody says when.

    It is never before the payment was begun and never in the future, whatever another clock says.
    """
    zone = ZoneInfo(require_business().time_zone)
    last = clock.today(zone.key)
    return min(max(paid_at, begun_at).astimezone(zone).date(), last) if paid_at else last


def _ask_for_fee(payment: Payment) -> None:
    """Stripe books a payment a moment after it tells of it."""
    if not payment.is_by_hand:
        enqueue("billing.note_fee", due_at=clock.now() + FEE_KNOWN_AFTER, payment_id=payment.pk)


def _check(contact_id: int, draft: PaymentDraft) -> None:
    if draft.amount.minor <= 0:
        raise AmountNotPositive
    if draft.received_on and draft.received_on > clock.today(require_business().time_zone):
        raise ReceivedInFuture
    chosen = Charge.objects.filter(pk__in=draft.charge_ids, contact_id=contact_id)
    if len(chosen) != len(set(draft.charge_ids)):
        raise NoSuchCharge
    for charge in chosen:
        if charge.is_void:
            raise ChargeIsVoid(description=charge.description)
        if charge.currency != draft.amount.currency:
            raise CurrencyMismatch(one=draft.amount.currency, other=charge.currency)


def _credit(payment: Payment) -> LedgerEntry:
    return LedgerEntry(
        contact_id=payment.contact_id,
        currency=payment.currency,
        kind=LedgerEntry.Kind.PAYMENT,
        amount_minor=-payment.amount_minor,
        key=f"payment:{payment.pk}",
        payment=payment,
        description=payment.reference or payment.receipt_name,
        effective_on=payment.received_on or clock.today(require_business().time_zone),
    )
