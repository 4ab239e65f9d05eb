"""Stripe's smallest units where they are not the currency's own (https://docs.stripe.com/currencies)."""

from billing.gateway.protocol import Refused
from tenants.kernel.money import exponent

_TWO_DECIMALS_AT_STRIPE = {"ISK": 100, "UGX": 100}
_THREE = 3


def to_stripe(minor: int, currency: str) -> int:
    """Return Stripe's number for an amount; raises Refused where Stripe cannot take it to the last digit."""
    if exponent(currency) == _THREE and minor % 10:
        raise Refused(f"Amounts in {currency} have to end in 0 to be paid online.")
    return minor * _TWO_DECIMALS_AT_STRIPE.get(currency, 1)


def from_stripe(number: int, currency: str) -> int:
    return number // _TWO_DECIMALS_AT_STRIPE.get(currency.upper(), 1)
