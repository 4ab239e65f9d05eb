"""Countries by their names in the reader's language."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

_CODE_LENGTH = 2
_NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """Return (ISO 3166 code, name) sorted by name, after an empty choice."""
    named = [
        (code, name)
        for code, name in _locale(language).territories.items()
        if len(code) == _CODE_LENGTH and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    return [("", ""), *sorted(named, key=lambda pair: pair[1])]


def country_name(code: str, language: str) -> str:
    return dict(country_choices(language)).get(code, code)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")
