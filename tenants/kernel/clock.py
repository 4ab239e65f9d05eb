"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return _held.get() or timezone.now()


def today(time_zone: str) -> date:
    """Return the calendar day it is now in an IANA time zone such as ``Europe/Lisbon``."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def hour(time_zone: str) -> int:
    """Return the hour of the day, 0 to 23, it is now in an IANA time zone."""
    return now().astimezone(ZoneInfo(time_zone)).hour


def next_hour(hour: int, time_zone: str) -> datetime:
    """Return the next instant at which clocks in an IANA time zone show a full hour, 0 to 23."""
    here = now().astimezone(ZoneInfo(time_zone))
    then = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return then if then > here else then + timedelta(days=1)


@contextmanager
def held_at(instant: datetime) -> Iterator[None]:
    """Live at another instant for a while: how the demo's year and tests of time are made."""
    token = _held.set(instant)
    try:
        yield
    finally:
        _held.reset(token)
