"""Amounts of several currencies in the business's own, by the rates that were stored with them; never without one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from tenants.kernel.money import Money, exponent
from tenants.kernel.scope import require_business

Row = tuple[int, str, Decimal | None]
"""Minor units, their currency, and business currency per unit, where it is known."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in the business's currency, and apart from it what no rate is known for."""

    money: Money
    apart: list[Money] = field(default_factory=list)


def in_base(minor: int, currency: str, rate: Decimal | None) -> Money | None:
    """Return an amount in the business's currency, rounded half up; None where no rate is known."""
    base = require_business().currency
    if currency == base:
        return Money(minor, base)
    if rate is None:
        return None
    shift = exponent(base) - exponent(currency)
    exact = (Decimal(minor) * rate).scaleb(shift)
    return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), base)


def sum_in_base(rows: Iterable[Row]) -> Sum:
    total, apart = 0, Counter[str]()
    for minor, currency, rate in rows:
        money = in_base(minor, currency, rate)
        if money is None:
            apart[currency] += minor
        else:
            total += money.minor
    return Sum(Money(total, require_business().currency), in_order(apart))


def in_order(apart: "Counter[str]") -> list[Money]:
    """Return sums by currency, in its order; those that came to nothing are left out."""
    return [Money(minor, currency) for currency, minor in sorted(apart.items()) if minor]
