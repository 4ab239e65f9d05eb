"""Stripe's smallest units where they are not the currency's own (https://docs.stripe.com/currencies)."""

from billing.gateway.protocol import Refused
from tenants.kernel.money import exponent

_WHOLE_AT_STRIPE = frozenset({
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
})  # fmt: skip
"""Stripe counts these as we do. Others that nobody divides any more, such as ISK and RSD, it counts in hundredths."""
_THREE = 3


def to_stripe(minor: int, currency: str) -> int:
    """Return Stripe's number for an amount; raises Refused where Stripe cannot take it to the last digit."""
    if exponent(currency) == _THREE and minor % 10:
        raise Refused(f"Amounts in {currency} have to end in 0 to be paid online.")
    return minor * _theirs_in_ours(currency)


def from_stripe(number: int, currency: str) -> int:
    return number // _theirs_in_ours(currency.upper())


def _theirs_in_ours(currency: str) -> int:
    return 100 if exponent(currency) == 0 and currency not in _WHOLE_AT_STRIPE else 1
