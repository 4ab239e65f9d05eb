"""When it is too late in the day to begin a test."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.midnight import left_of_the_day


@pytest.mark.parametrize(
    ("instant", "left"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), timedelta(minutes=1)),
        (datetime(2026, 12, 31, 0, 0, tzinfo=UTC), timedelta(hours=5)),  # midnight in New York
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), timedelta(minutes=30)),  # midnight in Lisbon, in summer
    ],
)
def test_the_day_ends_where_it_ends_first(instant, left):
    assert left_of_the_day(instant) == left
