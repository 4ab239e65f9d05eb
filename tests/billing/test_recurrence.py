"""On which days something recurs, for any start, interval and anchor."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.recurrence import Rhythm, periods

DAYS = st.dates(date(2000, 1, 1), date(2190, 12, 31))
RHYTHMS = st.builds(
    Rhythm,
    starts_on=DAYS,
    count=st.integers(1, 60),
    unit=st.sampled_from(["week", "month", "year"]),
    anchor_day=st.integers(1, 31),
)
MONTHLY = RHYTHMS.filter(lambda rhythm: rhythm.unit != "week")


def first(rhythm: Rhythm, count: int = 14, since: date = date.min) -> list[date]:
    return list(islice(periods(rhythm, since), count))


def monthly(starts_on: date, anchor_day: int, count: int = 1, unit: str = "month") -> Rhythm:
    return Rhythm(starts_on=starts_on, count=count, unit=unit, anchor_day=anchor_day)


@given(RHYTHMS)
def test_periods_only_go_forward_and_none_lies_before_the_start(rhythm):
    days = first(rhythm)

    assert days[0] >= rhythm.starts_on
    assert all(earlier < later for earlier, later in pairwise(days))


@given(MONTHLY)
def test_every_period_is_on_its_anchor_or_on_the_last_day_of_a_shorter_month(rhythm):
    for day in first(rhythm):
        last = monthrange(day.year, day.month)[1]

        assert day.day == min(rhythm.anchor_day, last)


@given(MONTHLY)
def test_months_and_years_lie_apart_by_exactly_the_interval(rhythm):
    step = rhythm.count * (12 if rhythm.unit == "year" else 1)
    months = [day.year * 12 + day.month for day in first(rhythm)]

    assert {later - earlier for earlier, later in pairwise(months)} <= {step}


@given(RHYTHMS.filter(lambda rhythm: rhythm.unit == "week"))
def test_weeks_keep_the_weekday_of_the_start(rhythm):
    days = first(rhythm)

    assert days[0] == rhythm.starts_on
    assert {later - earlier for earlier, later in pairwise(days)} <= {timedelta(weeks=rhythm.count)}


@given(RHYTHMS, st.integers(0, 40_000))
def test_looking_from_a_later_day_on_drops_what_lies_before_it_and_nothing_else(rhythm, days):
    since = rhythm.starts_on + timedelta(days=days)
    walked = []
    for day in periods(rhythm):
        if day >= since:
            walked.append(day)
        if len(walked) == 3:
            break

    assert first(rhythm, 3, since) == walked


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (monthly(date(2027, 12, 31), 31), ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        (monthly(date(2027, 1, 31), 31), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        (monthly(date(2028, 2, 29), 29, 1, "year"), ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),  # noqa: E501
        (monthly(date(2027, 3, 15), 1), ["2027-04-01", "2027-05-01", "2027-06-01", "2027-07-01", "2027-08-01"]),
        (monthly(date(2027, 11, 30), 31, 3), ["2027-11-30", "2028-02-29", "2028-05-31", "2028-08-31", "2028-11-30"]),
        (monthly(date(2028, 2, 26), 1, 2, "week"), ["2028-02-26", "2028-03-11", "2028-03-25", "2028-04-08", "2028-04-22"]),  # noqa: E501
    ],
)  # fmt: skip
def test_the_31st_gives_way_to_short_months_and_comes_back(rhythm, expected):
    assert [day.isoformat() for day in first(rhythm, 5)] == expected


@pytest.mark.parametrize("unit", ["week", "month", "year"])
def test_the_end_of_the_calendar_ends_it(unit):
    assert list(periods(monthly(date(9999, 12, 30), 30, unit=unit))) == [date(9999, 12, 30)]
