"""What is ticked on the Pay page before the customer touches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from billing.selectors.accounts import OpenItem
from billing.selectors.attempts import Unfinished
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


def to_split(items: Sequence[OpenItem]) -> list[OpenItem]:
    """Return what a customer may split: theirs to pay, in the business's own currency, and not in parts already."""
    currency = require_business().currency
    return [item for item in items if item.is_to_pay and not item.is_in_parts and item.due.currency == currency]


@dataclass(frozen=True, slots=True)
class Selection:
    """``amount`` is what was chosen instead of all that is due of the ticked items; None when it was all of it."""

    ticked: frozenset[int]
    amount: Money | None = None

    @classmethod
    def offered(cls, items: Sequence[OpenItem], unfinished: Unfinished | None) -> "Selection":
        """Keep what was chosen for a payment of these items that is not finished; otherwise tick what is theirs to pay.

        What is on its way is being paid; what they do not recognise they need not pay; what they pay in parts is paid
        from its plan.
        """
        kept = [item for item in items if unfinished and item.charge_id in unfinished.charge_ids]
        if unfinished is None or not kept:
            return cls(_theirs_to_pay(items))
        wanted = unfinished.attempt.amount
        is_all = sum(item.due.minor for item in kept) == wanted.minor
        return cls(frozenset(item.charge_id for item in kept), None if is_all else wanted)

    def initial(self, locale: str) -> dict[str, Any]:
        """Return what the form shows at first."""
        if self.amount is None:
            return {"share": "full"}
        return {"share": "other", "amount": self.amount.plain(locale)}


def _theirs_to_pay(items: Sequence[OpenItem]) -> frozenset[int]:
    return frozenset(item.charge_id for item in items if item.is_to_pay and not item.is_in_parts)
