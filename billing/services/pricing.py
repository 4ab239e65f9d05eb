"""What a line costs: quantity, price and tax to whole minor units, rounded half up once per line."""

from dataclasses import dataclass
from decimal import Decimal

from billing.errors import AmountNotPositive, AmountTooLarge, DiscountTooLarge, QuantityNotPositive
from tenants.kernel.money import MAX_MINOR, Money

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Price:
    """A line's total after ``discount``; ``net`` and ``tax`` always add up to ``gross``."""

    net: Money
    tax: Money
    gross: Money
    discount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What comes off quantity times price, before tax is looked at: in per cent, or an amount; not both."""

    percent: Decimal = Decimal(0)
    amount: Money | None = None

    def of(self, total: Money) -> Money:
        """Raises DiscountTooLarge for what leaves nothing, or is below nothing."""
        off = total.times(self.percent / HUNDRED) if self.amount is None else self.amount
        if off.minor < 0 or self.percent < 0 or (off and (total - off).minor <= 0):
            raise DiscountTooLarge
        return off


NO_DISCOUNT = Discount()


def price_line(
    *,
    unit_price: Money,
    quantity: Decimal,
    tax_rate: Decimal,
    tax_inclusive: bool,
    discount: Discount = NO_DISCOUNT,
) -> Price:
    """Price a line; ``tax_rate`` in percent. Raises AmountNotPositive when it comes to nothing.

    Raises AmountTooLarge for what no column could hold, DiscountTooLarge, and QuantityNotPositive.
    """
    if quantity <= 0:
        raise QuantityNotPositive
    full = unit_price.times(quantity)
    off = discount.of(full)
    total = full - off
    if tax_inclusive:
        net = total.part(HUNDRED, HUNDRED + tax_rate)
        price = Price(net, total - net, total, off)
    else:
        tax = total.times(tax_rate / HUNDRED)
        price = Price(total, tax, total + tax, off)
    if price.gross.minor <= 0 or unit_price.minor <= 0:
        raise AmountNotPositive
    if price.gross.minor > MAX_MINOR:
        raise AmountTooLarge
    return price
