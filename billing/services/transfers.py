"""Bank transfers that customers tell of: looked at by the team, and then in the books once or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from billing.errors import AmountNotPositive, ReasonMissing
from billing.errors.paying import NoSuchTransfer, TransferAlreadyTold, TransferDayOff, TransferDecided
from billing.models import Payment, TransferItem, TransferNotice
from billing.selectors.transfers import reserved_of
from billing.services.ledger import lock_account
from billing.services.payments import PaymentDraft, record_payment
from billing.services.shares import Part, joined, parts_due
from billing.services.transfer_mail import tell_of_decline
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

State = TransferNotice.State
OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferClaim:
    """What a customer says: so much, on that day, for these charges; ``proof_id`` is a file of the contact."""

    charge_ids: Sequence[int]
    amount: Money
    sent_on: date
    note: str = ""
    proof_id: int | None = None


@transaction.atomic
def tell_of_transfer(
    *, contact_id: int, claim: TransferClaim, customer: User, request_key: UUID | None = None
) -> TransferNotice:
    """Write down that a customer has paid by transfer; the team is asked to look.

    The same ``request_key`` again returns what it wrote the first time. Raises a MangoError that says why not.
    """
    lock_account(contact_id)
    known = (
        TransferNotice.objects.filter(request_key=request_key, contact_id=contact_id).first() if request_key else None
    )
    if known is not None:
        return known
    parts = _parts(contact_id, claim)
    notice = TransferNotice.objects.create(
        contact_id=contact_id,
        customer_user_id=customer.pk,
        customer_name=customer.name,
        amount_minor=claim.amount.minor,
        currency=claim.amount.currency,
        sent_on=claim.sent_on,
        note=claim.note,
        proof_id=claim.proof_id,
        request_key=request_key,
        created_at=clock.now(),
    )
    TransferItem.objects.bulk_create(
        TransferItem(notice=notice, charge=part.charge, amount_minor=part.minor) for part in parts
    )
    record("transfer.told", notice, contact_id=contact_id, amount=_shown(notice.amount))
    return notice


@transaction.atomic
def confirm_transfer(*, notice_id: int, amount: Money, received_on: date, by: User) -> Payment:
    """Record the money that has come, with its receipt; confirmed before, it returns the payment that it became.

    ``amount`` is what the bank says, whatever the customer said. Raises TransferDecided for one that was declined.
    """
    notice = _locked(notice_id)
    if notice.payment is not None:
        return notice.payment
    if not notice.is_waiting:
        raise TransferDecided
    items = list(notice.items.order_by("charge__due_on", "charge_id"))
    draft = PaymentDraft(
        amount=amount,
        method=Payment.Method.TRANSFER,
        received_on=received_on,
        charge_ids=[item.charge_id for item in items if not item.charge.is_void],
        proof_id=notice.proof_id,
    )
    notice.payment = record_payment(contact_id=notice.contact_id, draft=draft, recorded_by=by)
    _decide(notice, State.CONFIRMED, by)
    return notice.payment


@transaction.atomic
def decline_transfer(*, notice_id: int, reason: str, by: User) -> TransferNotice:
    """Say that no such money has come: what it was for is due again, and the customer is told why, once."""
    if not reason.strip():
        raise ReasonMissing
    notice = _locked(notice_id)
    if notice.state == State.DECLINED:
        return notice
    if not notice.is_waiting:
        raise TransferDecided
    notice.decline_reason = reason.strip()[:250]
    _decide(notice, State.DECLINED, by)
    record(
        "transfer.declined", notice, contact_id=notice.contact_id, amount=_shown(notice.amount), reason=reason.strip()
    )
    tell_of_decline(notice)
    return notice


def _parts(contact_id: int, claim: TransferClaim) -> list[Part]:
    """Spread what was sent over what is due of the charges and not told of yet; who sent more will have credit."""
    today = clock.today(require_business().time_zone)
    if claim.amount.minor <= 0:
        raise AmountNotPositive
    if not today - OLDEST <= claim.sent_on <= today:
        raise TransferDayOff
    due = parts_due(contact_id=contact_id, charge_ids=claim.charge_ids)
    told = {charge_id: minor for charge_id, (minor, _held) in reserved_of(contact_id)[1].items()}
    if any(part.minor <= told.get(part.charge.pk, 0) for part in joined(due)):
        raise TransferAlreadyTold
    parts, left = [], claim.amount.minor
    for part in due:
        before = min(told.get(part.charge.pk, 0), part.minor)
        told[part.charge.pk] = told.get(part.charge.pk, 0) - before
        minor = min(left, part.minor - before)
        left -= minor
        if minor:
            parts.append(Part(part.charge, minor))
    return joined(parts)


def _locked(notice_id: int) -> TransferNotice:
    notice = TransferNotice.objects.filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchTransfer
    lock_account(notice.contact_id)
    return TransferNotice.objects.select_related("contact", "payment").get(pk=notice_id)


def _decide(notice: TransferNotice, state: str, by: User) -> None:
    notice.state, notice.decided_at, notice.decided_by_name = state, clock.now(), by.name
    notice.save(update_fields=["state", "decided_at", "decided_by_name", "payment", "decline_reason"])
    TransferItem.objects.filter(notice=notice).update(is_live=False)


def _shown(amount: Money) -> str:
    return amount.format(require_business().locale)
