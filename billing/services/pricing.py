"""What a line costs: quantity, price and tax to whole minor units, rounded half up once per line."""

from dataclasses import dataclass
from decimal import Decimal

from billing.errors import AmountNotPositive, AmountTooLarge, QuantityNotPositive
from tenants.kernel.money import MAX_MINOR, Money

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Price:
    """A line's total; ``net`` and ``tax`` always add up to ``gross``."""

    net: Money
    tax: Money
    gross: Money


def price_line(*, unit_price: Money, quantity: Decimal, tax_rate: Decimal, tax_inclusive: bool) -> Price:
    """Price a line; ``tax_rate`` in percent. Raises AmountNotPositive when it comes to nothing.

    Raises AmountTooLarge for what no column could hold, and QuantityNotPositive.
    """
    if quantity <= 0:
        raise QuantityNotPositive
    total = unit_price.times(quantity)
    if tax_inclusive:
        net = total.times(HUNDRED / (HUNDRED + tax_rate))
        price = Price(net, total - net, total)
    else:
        tax = total.times(tax_rate / HUNDRED)
        price = Price(total, tax, total + tax)
    if price.gross.minor <= 0 or unit_price.minor <= 0:
        raise AmountNotPositive
    if price.gross.minor > MAX_MINOR:
        raise AmountTooLarge
    return price
