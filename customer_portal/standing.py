"""How a customer stands, in the few numbers that the first screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.selectors.accounts import OpenItem
from tenants.kernel.money import Money


@dataclass(frozen=True)
class Standing:
    """What is owed and overdue; ``next_due`` is the earliest item that is not overdue yet."""

    owed: Money
    overdue: Money
    credit: Money
    next_due_on: date | None
    next_due: Money | None

    @classmethod
    def of(cls, items: Sequence[OpenItem], balance: Money) -> "Standing":
        nothing = Money.zero(balance.currency)
        later = [item for item in items if not item.is_overdue]
        upcoming = min((item.charge.due_on for item in later), default=None)
        return cls(
            owed=sum((item.due for item in items), nothing),
            overdue=sum((item.due for item in items if item.is_overdue), nothing),
            credit=-balance if balance.minor < 0 else nothing,
            next_due_on=upcoming,
            next_due=sum((item.due for item in later if item.charge.due_on == upcoming), nothing) if upcoming else None,
        )
