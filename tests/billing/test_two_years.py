"""The clock test: two years of recurring billing, over a leap day and every change of the clocks, in three time zones.

What must come of it is found by asking each day by itself, which shares nothing with the rules that run.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from billing.models import Schedule, ScheduleRun
from billing.selectors.schedules import upcoming
from billing.services.schedule_changes import (
    NewPrice,
    change_price,
    pause_schedule,
    resume_schedule,
    skip_period,
    unskip_period,
)
from billing.services.schedule_ends import cancel_service, end_schedule, take_back_cancellation
from billing.services.schedule_runs import catch_up
from billing.services.schedules import start_schedule
from crm.models import Contact
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing import books
from tests.billing.clock_world import NOON, Walk, at, here
from tests.billing.schedule_world import draft

FIRST, LAST = date(2027, 3, 1), date(2029, 3, 1)
DOWN_FROM, UP_AGAIN = date(2028, 2, 20), date(2028, 3, 5)
"""No worker runs in between: over the leap day everything waits and is caught up."""
ZONES = ("Europe/Lisbon", "America/New_York", "Pacific/Auckland")


@dataclass
class Life(Walk):
    """A business's two years of services, and at which local time each charge was made."""

    made: dict[str, Schedule] = field(default_factory=dict)
    moments: list[tuple[date, datetime]] = field(default_factory=list)

    def does(self, day: date, act: Callable[..., object], name: str, **more: object) -> None:
        self.on(day, lambda: act(schedule_id=self.made[name].pk, **more))

    def starts(self, contact: Contact, name: str, minor: int, day: date, **more: object) -> None:
        """Written down ten days before its first day, so that its first charge is a worker's too."""

        def start() -> None:
            plan = draft(minor, day, description=name, **more)
            self.made[name] = start_schedule(contact_id=contact.pk, draft=plan)

        self.on(day - timedelta(days=10), start)

    def awake_at(self, due: datetime) -> datetime:
        is_down = at(DOWN_FROM, time(0)) <= due < at(UP_AGAIN, NOON)
        return at(UP_AGAIN, NOON) if is_down else due

    def note(self, work: str, instant: datetime) -> None:
        known = len(self.moments)
        days = ScheduleRun.objects.order_by("pk").values_list("period_on", flat=True)[known:]
        self.moments += [(day, here(instant)) for day in days]


@pytest.fixture(params=ZONES)
def life(request, acme) -> Iterator[Life]:
    with business_scope(change_business(acme.id, time_zone=request.param)):
        yield Life()


def customer() -> User:
    return User(name="Cleo van Dam")


def two_years(life: Life, cleo: Contact) -> None:
    life.starts(cleo, "month end", 1000, date(2027, 3, 31))
    life.does(date(2027, 7, 10), pause_schedule, "month end", reason="Holidays")
    life.does(date(2027, 10, 5), resume_schedule, "month end")
    price = NewPrice(unit_price=books.money(1100), from_on=date(2028, 2, 29))
    life.does(date(2028, 1, 3), change_price, "month end", price=price)
    life.starts(cleo, "sundays", 250, date(2027, 9, 12), unit="week")
    life.does(date(2027, 10, 25), skip_period, "sundays", period_on=date(2027, 11, 7))
    life.does(date(2027, 10, 26), skip_period, "sundays", period_on=date(2027, 10, 31))
    life.does(date(2027, 10, 27), unskip_period, "sundays", period_on=date(2027, 10, 31))
    life.does(date(2028, 4, 29), end_schedule, "sundays", on=date(2028, 4, 30))
    life.starts(cleo, "leap day", 12000, date(2028, 2, 29), unit="year")
    life.starts(
        cleo, "trial", 600, date(2027, 3, 20), unit="week", count=2, trial_until=date(2027, 5, 1), runs_limit=10
    )
    life.starts(cleo, "quarters", 4500, date(2027, 5, 30), count=3)
    life.does(date(2028, 6, 1), end_schedule, "quarters", on=date(2028, 11, 29))
    life.starts(cleo, "half years", 9000, date(2027, 3, 15), count=6, anchor_day=1, may_cancel=True)
    of_hers = {"contact_id": cleo.pk}
    life.does(date(2027, 12, 1), cancel_service, "half years", by=customer(), **of_hers)
    life.does(date(2028, 2, 1), take_back_cancellation, "half years", **of_hers)
    life.does(date(2028, 5, 5), cancel_service, "half years", by=customer(), **of_hers)
    life.starts(cleo, "ended", 777, date(2027, 3, 11), anchor_day=15)
    life.does(date(2027, 12, 24), end_schedule, "ended")


def weekly(day: date, first: date, weeks: int) -> bool:
    return (day - first).days % (7 * weeks) == 0 and day >= first


def monthly(day: date, anchor: int, first: date, months: int) -> bool:
    in_step = (day.year * 12 + day.month - first.year * 12 - first.month) % months == 0
    return in_step and day >= first and day.day == min(anchor, monthrange(day.year, day.month)[1])


def on(day: date) -> Iterator[tuple[str, int]]:
    """Say what is charged on a day, by asking the day alone."""
    if monthly(day, 31, date(2027, 3, 31), 1) and not date(2027, 7, 10) < day < date(2027, 10, 5):
        yield "month end", 1100 if day >= date(2028, 2, 29) else 1000
    if weekly(day, date(2027, 9, 12), 1) and day < date(2028, 5, 1) and day != date(2027, 11, 7):
        yield "sundays", 250
    if day in {date(2028, 2, 29), date(2029, 2, 28)}:
        yield "leap day", 12000
    if weekly(day, date(2027, 3, 20), 2) and date(2027, 5, 1) < day < date(2027, 10, 1):
        yield "trial", 600
    if monthly(day, 30, date(2027, 5, 30), 3) and day <= date(2028, 11, 29):
        yield "quarters", 4500
    if day in {date(2027, 4, 1), date(2027, 10, 1), date(2028, 4, 1)}:
        yield "half years", 9000
    if monthly(day, 15, date(2027, 3, 15), 1) and day <= date(2027, 12, 24):
        yield "ended", 777


def expected(first: date = FIRST, last: date = LAST) -> list[tuple[date, str, int]]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [(day, name, minor) for day in days for name, minor in sorted(on(day))]


def test_two_years_of_charges_are_exactly_these(life):
    cleo = books.contact()
    two_years(life, cleo)
    life.live_until(LAST)

    rows = ScheduleRun.objects.values_list("period_on", "schedule__description", "amount_minor")
    assert sorted(rows) == expected()
    assert len(rows) == 85
    books.assert_books_add_up()
    early = [(day, moment) for day, moment in life.moments if not DOWN_FROM <= day <= UP_AGAIN]
    assert {moment.time() for _day, moment in early} == {time(5)}
    assert [day for day, moment in early if moment.date() != day] == []
    late = [moment for day, moment in life.moments if DOWN_FROM <= day <= UP_AGAIN]
    assert {moment.date() for moment in late} == {UP_AGAIN}
    states = dict(Schedule.objects.values_list("description", "state"))
    assert {name for name, state in states.items() if state == "ended"} == set(states) - {"month end", "leap day"}
    for schedule_id in Schedule.objects.values_list("pk", flat=True):
        with clock.held_at(at(LAST, NOON)):
            assert catch_up(schedule_id) == 0
    ahead = [(run.day, run.amount.minor) for run in upcoming(date(2029, 4, 30))]
    assert ahead == [(date(2029, 3, 31), 1100), (date(2029, 4, 30), 1100)]


def test_the_days_that_are_asked_know_the_short_months_and_the_leap_day():
    """A few of them written out, so that the asking itself is not believed blindly."""
    ends = [day.isoformat() for day, name, _minor in expected() if name == "month end"]

    assert ends[:7] == [
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
        "2027-06-30",
        "2027-10-31",
        "2027-11-30",
        "2027-12-31",
    ]
    assert ends[7:10] == ["2028-01-31", "2028-02-29", "2028-03-31"]
    assert [day.isoformat() for day, name, _minor in expected() if name == "quarters"] == [
        "2027-05-30", "2027-08-30", "2027-11-30", "2028-02-29", "2028-05-30", "2028-08-30"
    ]  # fmt: skip
