"""Minor units as the plain decimals of XML, and texts as XML can hold them."""

import unicodedata

from tenants.kernel.money import Money


def plain(minor: int, currency: str) -> str:
    """Return an amount as a decimal with a point: 1230 of EUR is "12.30", of JPY "1230"."""
    return f"{Money(minor, currency).amount:f}"


def text(said: str) -> str:
    """Return a text without the control characters that XML does not know."""
    return "".join(sign for sign in said if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
