"""Other currencies: which ones a business takes, and what an amount is worth in its own."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from billing.errors import NoExchangeRate
from billing.models import ExchangeRate
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

ONE = Decimal(1)


def currencies() -> list[str]:
    """Return the currencies that can be charged: the business's own first, then those that it has a rate for."""
    own = require_business().currency
    others = ExchangeRate.objects.exclude(currency=own).values_list("currency", flat=True).distinct()
    return [own, *sorted(others)]


def rate_on(currency: str, day: date) -> Decimal:
    """Return what one unit is worth in the business's currency on a day; raises NoExchangeRate."""
    if currency == require_business().currency:
        return ONE
    found = ExchangeRate.objects.filter(currency=currency, valid_from__lte=day).order_by("-valid_from").first()
    if found is None:
        raise NoExchangeRate(currency=currency)
    return found.rate


def in_base(amount: Money, rate: Decimal) -> Money:
    """Return an amount in the business's currency at a stored rate, rounded half up."""
    base = require_business().currency
    return amount if amount.currency == base else Money.of(amount.amount * rate, base)


def newest_rates(by: date | None = None) -> list[ExchangeRate]:
    """Return the rate of each currency that counts last, or ``by`` a day, by currency."""
    rates = ExchangeRate.objects.order_by("currency", "-valid_from").distinct("currency")
    return list(rates if by is None else rates.filter(valid_from__lte=by))


def sums(amounts: Iterable[Money]) -> list[Money]:
    """Add amounts up by currency, the business's own first; sums of nothing are left out."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Money.zero(amount.currency)) + amount
    own = require_business().currency
    return sorted((sum_ for sum_ in found.values() if sum_), key=lambda one: (one.currency != own, one.currency))
