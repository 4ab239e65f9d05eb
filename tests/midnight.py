"""No test begins so late in the day that it ends on another one: today is one day in all of it."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

ZONES = ("UTC", "Europe/Lisbon", "America/New_York")  # those of the tests' own businesses
TOO_LATE = timedelta(seconds=90)


def left_of_the_day(instant: datetime, zones: Iterable[str] = ZONES) -> timedelta:
    """Return how long it is until a day ends in the first of some time zones."""
    return min(_midnight_after(instant.astimezone(ZoneInfo(zone))) - instant for zone in zones)


def _midnight_after(here: datetime) -> datetime:
    return datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), tzinfo=here.tzinfo).astimezone(UTC)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    while (left := left_of_the_day(datetime.now(UTC))) < TOO_LATE:
        time.sleep(left.total_seconds() + 0.1)
