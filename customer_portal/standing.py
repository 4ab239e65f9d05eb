"""How a customer stands, in the few numbers that the first screen shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from billing.selectors.accounts import OpenItem
from billing.selectors.instalments import instalment_days
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True)
class Standing:
    """What is owed and overdue; ``pending`` is on its way and part of neither, what is not recognised is not overdue.

    ``next_due`` is what falls due on the earliest day to come: of what is paid in parts, the part.
    """

    owed: Money
    overdue: Money
    pending: Money
    credit: Money
    next_due_on: date | None
    next_due: Money | None

    @classmethod
    def of(cls, items: Sequence[OpenItem], balance: Money) -> "Standing":
        nothing = Money.zero(balance.currency)
        next_on, next_due = _next(list(_days_of(items)), nothing)
        return cls(
            owed=_sum((item.due - item.on_its_way for item in items), nothing),
            overdue=_sum((money for _day, money in _late(items)), nothing),
            pending=_sum((item.on_its_way for item in items), nothing),
            credit=max(-balance, nothing),
            next_due_on=next_on,
            next_due=next_due,
        )


def _late(items: Sequence[OpenItem]) -> list[tuple[date, Money]]:
    """Return what of these items should have been paid, less what is not recognised."""
    today = clock.today(require_business().time_zone)
    return [row for row in _days_of([item for item in items if not item.is_queried]) if row[0] < today]


def _next(days: Sequence[tuple[date, Money]], nothing: Money) -> tuple[date | None, Money | None]:
    """Return the earliest day to come, and what falls due on it."""
    today = clock.today(require_business().time_zone)
    first = min((day for day, _money in days if day >= today), default=None)
    return first, _sum((money for day, money in days if day == first), nothing) if first else None


def _days_of(items: Sequence[OpenItem]) -> Iterator[tuple[date, Money]]:
    """Yield what of these items is due on which day; what is on its way is of the earliest."""
    in_parts = [item.charge_id for item in items if item.is_in_parts]
    planned = instalment_days(in_parts) if in_parts else {}
    for item in items:
        coming = item.on_its_way
        for day, money in planned.get(item.charge_id, [(item.due_on, item.due)]):
            here = min(coming, money)
            coming -= here
            if money != here:
                yield day, money - here


def _sum(amounts: Iterable[Money], nothing: Money) -> Money:
    return sum(amounts, nothing)
