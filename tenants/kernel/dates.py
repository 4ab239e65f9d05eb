"""Days and instants in words, as mails and papers write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time


def long_date(day: date, *, locale: str) -> str:
    """Return a day in words: "14 March 2026", as pages write it."""
    return format_date(day, "long", locale=_of(locale))


def long_month(day: date, *, locale: str) -> str:
    """Return a day's month in words: "March 2026"."""
    return format_date(day, "LLLL y", locale=_of(locale))


def long_moment(instant: datetime, *, time_zone: str, locale: str) -> str:
    """Return an instant on a clock of that time zone: "14 March 2026, 09:30"."""
    local = instant.astimezone(ZoneInfo(time_zone))
    return f"{long_date(local.date(), locale=locale)}, {format_time(local, 'short', locale=_of(locale))}"


def _of(locale: str) -> str:
    """Mango's English is British; Babel's, when nothing else is said, is American."""
    return "en_GB" if locale == "en" else locale.replace("-", "_")
