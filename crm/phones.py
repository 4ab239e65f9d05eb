"""Phone numbers as people type them, understood where that is possible."""

import phonenumbers
from babel.core import get_global

from tenants.kernel.scope import require_business


def home_region() -> str:
    """Return the country (two letters) in which the business dials numbers without a country code."""
    region: str = get_global("zone_territories").get(require_business().time_zone, "")
    return region


def e164(number: str, region: str) -> str:
    """Return ``+351912345678``, or nothing for what is no possible number: it is kept as typed all the same."""
    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
