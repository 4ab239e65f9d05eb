"""Credit given without money having come: out of kindness, or on the account instead of back to the card."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from billing.errors import (
    AmountNotPositive,
    NoSuchCredit,
    NoSuchPayment,
    NothingToGiveBack,
    ReasonMissing,
    TooMuchToGiveBack,
)
from billing.errors.ledger import CreditIsMoved
from billing.models import LedgerEntry, Payment
from billing.selectors.adjustments import is_moved
from billing.selectors.rates import rate_on
from billing.selectors.refunds import refundable_of
from billing.services.credit_mail import tell_of_credit
from billing.services.ledger import lock_account, post, settle_account, take_back
from billing.services.overtaken import retire_overtaken_attempts
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business

Kind = LedgerEntry.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditDraft:
    """``reason`` is what the customer reads, on the account and in the mail."""

    amount: Money
    reason: str
    tell: bool = True


@transaction.atomic
def give_credit(
    contact_id: int, *, draft: CreditDraft, by: User | None = None, request_key: UUID | None = None
) -> LedgerEntry:
    """Put credit on an account, where it pays at once for what is due.

    The same ``request_key`` again returns the credit it gave the first time. Raises NoSuchContact, AmountNotPositive,
    NoExchangeRate and ReasonMissing.
    """
    lock_account(contact_id)
    rate_on(draft.amount.currency, clock.today(require_business().time_zone))  # a currency without a rate is refused
    return _give(contact_id, None, draft, by, f"credit:{contact_id}:{request_key or uuid4()}")


@transaction.atomic
def credit_payment(
    payment_id: int, *, draft: CreditDraft, by: User | None = None, request_key: UUID | None = None
) -> LedgerEntry:
    """Give part of a payment back as credit on the account; what the payment had settled stays settled.

    It counts towards what can be given back of the payment. Raises what give_back raises.
    """
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NoSuchPayment
    lock_account(payment.contact_id)
    key = f"credit:payment-{payment.pk}:{request_key or uuid4()}"
    if not LedgerEntry.objects.filter(key=key).exists():
        _check_payment(payment, draft.amount)
    return _give(payment.contact_id, payment, draft, by, key)


@transaction.atomic
def take_credit_back(credit_id: int, *, reason: str, by: User | None = None) -> LedgerEntry:
    """Take given credit back, all of it; what it had paid for is due again. Taken back before, it stays as it is.

    Raises NoSuchCredit, ReasonMissing, and CreditIsMoved for what was taken by a bank and is asked for as a charge.
    """
    found = LedgerEntry.objects.filter(pk=credit_id, kind=Kind.CREDIT).first()
    if found is None:
        raise NoSuchCredit
    if is_moved(found):
        raise CreditIsMoved
    lock_account(found.contact_id)
    if not reason.strip():
        raise ReasonMissing
    credit = LedgerEntry.objects.get(pk=credit_id)
    debit = _entry(credit.contact_id, credit.payment, -credit.amount, f"credit_back:{credit.pk}")
    debit.kind, debit.reason, debit.posted_by_name = Kind.CREDIT_BACK, reason.strip(), by.name if by else ""
    debit.description = credit.description
    if take_back(credit, debit):
        record("credit.taken_back", credit, contact_id=credit.contact_id, reason=debit.reason, **_said(debit))
    return credit


def _give(contact_id: int, payment: Payment | None, draft: CreditDraft, by: User | None, key: str) -> LedgerEntry:
    known = LedgerEntry.objects.filter(key=key).first()
    if known is not None:
        return known
    if draft.amount.minor <= 0:
        raise AmountNotPositive
    if not draft.reason.strip():
        raise ReasonMissing
    credit = _entry(contact_id, payment, -draft.amount, key)
    credit.reason, credit.posted_by_name = draft.reason.strip(), by.name if by else ""
    post(credit)
    settle_account(contact_id, credit.currency)
    retire_overtaken_attempts(contact_id)
    record("credit.given", credit, contact_id=contact_id, reason=credit.reason, **_said(credit))
    if draft.tell:
        tell_of_credit(credit)
    return credit


def _check_payment(payment: Payment, amount: Money) -> None:
    left = refundable_of(payment)
    if not left:
        raise NothingToGiveBack
    if amount.currency != payment.currency:
        raise CurrencyMismatch(one=amount.currency, other=payment.currency)
    if amount.minor > left.minor:
        raise TooMuchToGiveBack(left=left.format(require_business().locale))


def _entry(contact_id: int, payment: Payment | None, amount: Money, key: str) -> LedgerEntry:
    return LedgerEntry(
        contact_id=contact_id,
        currency=amount.currency,
        kind=Kind.CREDIT,
        amount_minor=amount.minor,
        key=key,
        payment=payment,
        description=payment.receipt_name if payment else "",
        effective_on=clock.today(require_business().time_zone),
    )


def _said(entry: LedgerEntry) -> dict[str, str]:
    return {"amount": Money(abs(entry.amount_minor), entry.currency).format(require_business().locale)}
