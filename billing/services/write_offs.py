"""Giving up what nobody will pay any more, and taking that back when somebody pays after all."""

from uuid import UUID, uuid4

from django.db import transaction

from billing.errors import AmountNotPositive, MoreThanStillDue, NoSuchCharge, NothingToWriteOff, ReasonMissing
from billing.models import Charge, LedgerEntry
from billing.selectors.adjustments import write_offs_of
from billing.services.ledger import allocate, lock_account, post, take_back
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.plan_ends import end_paid_plans
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business

Kind = LedgerEntry.Kind


@transaction.atomic
def write_off(
    *, charge_id: int, reason: str, amount: Money | None = None, by: User | None = None, request_key: UUID | None = None
) -> LedgerEntry:
    """Give up what is still due of a charge, or ``amount`` of it; what was paid on it stays paid.

    The same ``request_key`` again returns what it wrote off the first time. Raises NoSuchCharge, ReasonMissing,
    NothingToWriteOff, AmountNotPositive, MoreThanStillDue and CurrencyMismatch.
    """
    charge = _locked(charge_id)
    key = f"write_off:{charge.pk}:{request_key or uuid4()}"
    known = LedgerEntry.objects.filter(key=key).first()
    if known is not None:
        return known
    if not reason.strip():
        raise ReasonMissing
    debit = LedgerEntry.objects.get(key=f"charge:{charge.pk}")
    credit = _entry(charge, Kind.WRITE_OFF, -_wanted(charge, debit, amount), key)
    credit.reason, credit.posted_by_name = reason.strip(), by.name if by else ""
    post(credit)
    allocate(credit, debit, credit.open_minor)
    retire_overtaken_attempts(charge.contact_id)
    end_paid_plans(charge.contact_id)
    record("charge.written_off", charge, contact_id=charge.contact_id, reason=credit.reason, **_said(charge, credit))
    return credit


@transaction.atomic
def undo_write_offs(*, charge_id: int, by: User | None = None, settles: bool = True) -> Money:
    """Let what was written off of a charge be due again; return how much. With nothing to undo, nothing happens."""
    charge = _locked(charge_id)
    undone = Money.zero(charge.currency)
    for credit in write_offs_of(charge.pk):
        debit = _entry(charge, Kind.WRITE_OFF_BACK, -credit.amount_minor, f"write_off_back:{credit.pk}")
        debit.posted_by_name = by.name if by else ""
        if take_back(credit, debit, settles=settles):
            undone += debit.amount
            record("charge.due_again", charge, contact_id=charge.contact_id, **_said(charge, debit))
    return undone


def _locked(charge_id: int) -> Charge:
    charge = Charge.objects.filter(pk=charge_id).first()
    if charge is None:
        raise NoSuchCharge
    lock_account(charge.contact_id)
    charge.refresh_from_db()
    return charge


def _wanted(charge: Charge, debit: LedgerEntry, amount: Money | None) -> int:
    if not debit.open_minor:
        raise NothingToWriteOff(description=charge.description)
    if amount is None:
        return debit.open_minor
    if amount.currency != charge.currency:
        raise CurrencyMismatch(one=amount.currency, other=charge.currency)
    if amount.minor <= 0:
        raise AmountNotPositive
    if amount.minor > debit.open_minor:
        raise MoreThanStillDue(left=debit.open.format(require_business().locale))
    return amount.minor


def _entry(charge: Charge, kind: str, minor: int, key: str) -> LedgerEntry:
    return LedgerEntry(
        contact_id=charge.contact_id,
        currency=charge.currency,
        kind=kind,
        amount_minor=minor,
        key=key,
        charge=charge,
        description=charge.description,
        effective_on=clock.today(require_business().time_zone),
    )


def _said(charge: Charge, entry: LedgerEntry) -> dict[str, str]:
    amount = Money(abs(entry.amount_minor), entry.currency).format(require_business().locale)
    return {"description": charge.description, "amount": amount}
