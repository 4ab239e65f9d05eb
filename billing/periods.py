"""Days that come again, always counted from the first: what falls on the 31st comes back to it after a short month."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def nth_day(start: date, interval: str, number: int) -> date:
    """Return the day ``number`` intervals after the first; ``interval`` is week, month, quarter or year."""
    if interval == "week":
        return start + timedelta(weeks=number)
    months = start.year * 12 + start.month - 1 + MONTHS[interval] * number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def day_if_any(start: date, interval: str, number: int) -> date | None:
    """Return the same day; None where it would be later than the last one there is."""
    try:
        return nth_day(start, interval, number)
    except (OverflowError, ValueError):  # the first of weeks, the second of months
        return None


def days_between(start: date, interval: str, *, number: int, until: date) -> Iterator[date]:
    """Yield the days from the ``number``-th on, up to a day, it included."""
    while (day := day_if_any(start, interval, number)) is not None and day <= until:
        yield day
        number += 1
