"""On which days something recurs: arithmetic on calendar days alone. Time zones only say which day it is today."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

_MONTHS_OF_A_YEAR = 12


class Unit(StrEnum):
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every ``count`` units from ``starts_on``: on its weekday, or on the ``anchor_day`` of a month.

    A month that is too short has the period on its last day; the next long one has it on the anchor again.
    """

    starts_on: date
    count: int
    unit: str
    anchor_day: int


def periods(rhythm: Rhythm, since: date = date.min) -> Iterator[date]:
    """Yield the first day of each period from ``since`` on, for ever; none lies before the start."""
    since = max(since, rhythm.starts_on)
    days = _weeks(rhythm, since) if rhythm.unit == Unit.WEEK else _months(rhythm, since)
    return (day for day in days if day >= since)


def _weeks(rhythm: Rhythm, since: date) -> Iterator[date]:
    step = timedelta(weeks=rhythm.count)
    day = rhythm.starts_on + (since - rhythm.starts_on) // step * step
    while True:
        yield day
        if date.max - day < step:
            return
        day += step


def _months(rhythm: Rhythm, since: date) -> Iterator[date]:
    step = rhythm.count * (_MONTHS_OF_A_YEAR if rhythm.unit == Unit.YEAR else 1)
    first = _month_of(rhythm.starts_on)
    if _clamped(first, rhythm.anchor_day) < rhythm.starts_on:
        first += 1
    month = first + max(0, _month_of(since) - first) // step * step
    while month < (MAXYEAR + 1) * _MONTHS_OF_A_YEAR:
        yield _clamped(month, rhythm.anchor_day)
        month += step


def _month_of(day: date) -> int:
    return day.year * _MONTHS_OF_A_YEAR + day.month - 1


def _clamped(month: int, anchor_day: int) -> date:
    year, index = divmod(month, _MONTHS_OF_A_YEAR)
    return date(year, index + 1, min(anchor_day, monthrange(year, index + 1)[1]))
