"""Countries, and what is usual in each: currency, time zone, the way numbers are written."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies

HOME = "US"  # of people whose browser does not say where they are

# Where a country has several time zones, the one that most of its people live in.
_MAIN_ZONE = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Chuuk",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Gaza",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
_REGION = re.compile(r"[A-Za-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})\b")


@cache
def countries() -> dict[str, str]:
    """Return ISO 3166-1 codes with their English names, by name; only those with a currency and a time zone."""
    names: Mapping[str, str] = dict(Locale("en").territories)
    known = {code: name for code, name in names.items() if code in _zones() and code.isalpha() and _currencies(code)}
    return dict(sorted(known.items(), key=lambda row: row[1]))


@cache
def currencies() -> dict[str, str]:
    """Return the currencies in use today with their English names, by code."""
    codes = {currency for country in countries() for currency in _currencies(country)}
    return {code: get_currency_name(code, locale="en") for code in sorted(codes)}


@cache
def time_zones() -> list[str]:
    return sorted(zone for country in countries() for zone in _zones()[country])


def currency_of(country: str) -> str:
    return _currencies(country)[0]


def time_zone_of(country: str) -> str:
    return _MAIN_ZONE.get(country) or _zones()[country][0]


def locale_of(country: str) -> str:
    """Return English as it is written in a country, which settles dates, numbers and money: ``en_IE``."""
    name = f"en_{country}"
    return name if _is_known(name) else "en"


@cache
def locales() -> dict[str, str]:
    """Return the ways of writing to choose from: English, by country."""
    plain = {"en": "English"}
    return plain | {f"en_{code}": f"English ({name})" for code, name in countries().items() if _is_known(f"en_{code}")}


def guess_country(accept_language: str) -> str:
    """Return the first country that a browser's Accept-Language names: ``pt-PT,pt;q=0.9`` is Portugal."""
    named: Iterable[str] = (code.upper() for code in _REGION.findall(accept_language))
    return next((code for code in named if code in countries()), HOME)


@cache
def _zones() -> Mapping[str, list[str]]:
    return get_global("territory_zones")


@cache
def _currencies(country: str) -> list[str]:
    return get_territory_currencies(country)


@cache
def _is_known(locale: str) -> bool:
    try:
        Locale.parse(locale)
    except UnknownLocaleError:
        return False
    return True
