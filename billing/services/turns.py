"""In which order debits are settled: by the day on which each part of them falls due, whatever that day is called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from billing.models import LedgerEntry
from billing.selectors.instalments import instalment_days
from billing.selectors.queries import queried_charge_ids
from tenants.kernel.money import Money


@dataclass(slots=True)
class Turn:
    """What of a debit falls due on a day: of a charge that is paid in parts there are several."""

    debit: LedgerEntry
    day: date
    left: int
    until: date
    """The last day of the debit: of two whose parts share a day, the one that ends first is paid first."""


def in_turn(debits: list[LedgerEntry], first: Collection[int]) -> list[Turn]:
    """Return the debits of one account in the order in which money settles them; those of charges ``first`` go first.

    What its customer does not recognise goes last.
    """
    if len(debits) < 2:  # noqa: PLR2004 nothing is before anything
        return [_whole(debit) for debit in debits]
    planned = instalment_days(debit.charge_id or 0 for debit in debits if debit.kind == LedgerEntry.Kind.CHARGE)
    turns = [turn for debit in debits for turn in _turns_of(debit, planned.get(debit.charge_id or 0, ()))]
    queried = queried_charge_ids({debits[0].contact_id})
    return sorted(turns, key=lambda turn: _place(turn, first, queried))


def _place(turn: Turn, first: Collection[int], queried: Collection[int]) -> tuple[bool, bool, date, date, date, int]:
    charge_id, due_on = turn.debit.charge_id, turn.debit.due_on or turn.day
    return charge_id not in first, charge_id in queried, turn.day, turn.until, due_on, turn.debit.pk


def _turns_of(debit: LedgerEntry, days: Sequence[tuple[date, Money]]) -> list[Turn]:
    """Return one for each day; a debit without a plan has its own."""
    if not days or debit.kind != LedgerEntry.Kind.CHARGE:
        return [_whole(debit)]
    return [Turn(debit, day, money.minor, days[-1][0]) for day, money in days]


def _whole(debit: LedgerEntry) -> Turn:
    day = debit.due_on or debit.effective_on
    return Turn(debit, day, debit.open_minor, day)
