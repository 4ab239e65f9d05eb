"""How a customer stands, in the few numbers that the first screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.selectors.accounts import OpenItem
from tenants.kernel.money import Money


@dataclass(frozen=True)
class Standing:
    """What is owed and overdue; ``pending`` is on its way and part of neither, what is not recognised is not overdue.

    ``next_due`` is the earliest item that is not overdue yet.
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
        due = [item for item in items if not item.is_pending]
        upcoming = min((item.charge.due_on for item in due if not item.is_overdue), default=None)
        next_due = [item for item in due if item.charge.due_on == upcoming]
        return cls(
            owed=_sum(due, nothing),
            overdue=_sum([item for item in due if item.is_overdue and not item.is_queried], nothing),
            pending=sum((item.on_its_way for item in items), nothing),
            credit=max(-balance, nothing),
            next_due_on=upcoming,
            next_due=_sum(next_due, nothing) if upcoming else None,
        )


def _sum(items: Sequence[OpenItem], nothing: Money) -> Money:
    return sum((item.due - item.on_its_way for item in items), nothing)
