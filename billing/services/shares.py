"""How much of what is due is paid now: all of it, the deposits, or another amount within the business's limits.

Whatever a form says, these amounts are worked out here, from the ledger, under the lock on the account.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from billing.errors import (
    AmountNotPositive,
    ChargeIsVoid,
    MoreThanDue,
    NoSuchCharge,
    NothingChosen,
    NothingDue,
    SeveralCurrencies,
)
from billing.errors.paying import NoDepositAsked, PartsNotAccepted, PartTooSmall
from billing.models import Charge, InstalmentCharge, LedgerEntry
from billing.selectors.paying import paying_rules
from billing.services.turns import in_turn
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


class Share(Enum):
    """What is paid of the chosen charges when it is not an amount; None is all that is due."""

    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part that was agreed on, whatever the business says of parts otherwise."""

    amount: Money


Wanted = Money | Share | Instalment | None


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a charge: what is due of it, or what is paid of it now."""

    charge: Charge
    minor: int


def chosen_parts(*, contact_id: int, charge_ids: Sequence[int], wanted: Wanted) -> list[Part]:
    """Work out what is paid of each of a contact's charges, the one that falls due first first; see parts_of."""
    due = parts_due(contact_id=contact_id, charge_ids=charge_ids)
    return joined(parts_of(wanted, _outside_plans(due) if wanted is Share.DEPOSIT else due))


def parts_due(*, contact_id: int, charge_ids: Sequence[int]) -> list[Part]:
    """Return what is due of a contact's charges in the order in which money settles it: of one in parts, part by part.

    Raises NothingDue, and why they cannot be paid together.
    """
    chosen = _chosen(contact_id, charge_ids)
    debits = LedgerEntry.objects.unsettled().filter(charge__in=chosen.values(), kind=LedgerEntry.Kind.CHARGE)
    due = [Part(chosen[turn.debit.charge_id], turn.left) for turn in in_turn(list(debits), ())]
    if not due:
        raise NothingDue
    return due


def joined(parts: Iterable[Part]) -> list[Part]:
    """Put the parts of each charge together, in the order of the first of them."""
    sums: dict[int, Part] = {}
    for part in parts:
        before = sums.get(part.charge.pk)
        sums[part.charge.pk] = Part(part.charge, part.minor + (before.minor if before else 0))
    return list(sums.values())


def parts_of(wanted: Wanted, due: Sequence[Part]) -> list[Part]:
    """Return what is paid of each charge now; an amount goes to the first first.

    Raises a MangoError that says why not.
    """
    total = _total(due)
    if wanted is None:
        return list(due)
    if wanted is Share.DEPOSIT:
        return _deposits(due)
    if isinstance(wanted, Instalment):
        return _spread(min(wanted.amount, total).minor, due)
    assert isinstance(wanted, Money)  # noqa: S101 for the type checker
    _refuse_beyond_limits(wanted, total)
    return _spread(wanted.minor, due)


def _chosen(contact_id: int, charge_ids: Sequence[int]) -> dict[int | None, Charge]:
    """Return the charges by id; raises when one of them is not the contact's or is void."""
    if not charge_ids:
        raise NothingChosen
    chosen = list(Charge.objects.filter(contact_id=contact_id, pk__in=charge_ids))
    if len(chosen) != len(set(charge_ids)):
        raise NoSuchCharge
    for charge in chosen:
        if charge.is_void:
            raise ChargeIsVoid(description=charge.description)
    if len({charge.currency for charge in chosen}) > 1:
        raise SeveralCurrencies
    return {charge.pk: charge for charge in chosen}


def _total(due: Sequence[Part]) -> Money:
    if not any(part.minor for part in due):
        raise NothingDue
    return Money(sum(part.minor for part in due), due[0].charge.currency)


def _outside_plans(due: Sequence[Part]) -> list[Part]:
    """Leave out what is paid in parts: the plan says when, no deposit is asked for it besides.

    Raises NoDepositAsked when that is all.
    """
    ids = [part.charge.pk for part in due]
    planned = set(InstalmentCharge.objects.filter(is_live=True, charge__in=ids).values_list("charge_id", flat=True))
    outside = [part for part in due if part.charge.pk not in planned]
    if due and not outside:
        raise NoDepositAsked
    return outside


def _deposits(due: Sequence[Part]) -> list[Part]:
    found = [Part(part.charge, part.charge.deposit_left(part.minor)) for part in due]
    asked = [part for part in found if part.minor]
    if not asked:
        raise NoDepositAsked
    return asked


def _refuse_beyond_limits(wanted: Money, due: Money) -> None:
    locale = require_business().locale
    if wanted.currency != due.currency:
        raise CurrencyMismatch(one=wanted.currency, other=due.currency)
    if wanted.minor <= 0:
        raise AmountNotPositive
    if wanted.minor > due.minor:
        raise MoreThanDue(due=due.format(locale), amount=wanted.format(locale))
    rules = paying_rules()
    if wanted == due:
        return
    if not rules.allows_part:
        raise PartsNotAccepted(due=due.format(locale))
    if wanted.currency == rules.least.currency and wanted < rules.least:
        raise PartTooSmall(least=rules.least.format(locale))


def _spread(left: int, due: Sequence[Part]) -> list[Part]:
    parts = []
    for part in due:
        minor = min(left, part.minor)
        left -= minor
        if minor:
            parts.append(Part(part.charge, minor))
    return parts
