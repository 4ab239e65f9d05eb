"""Short words for tests about recurring services: in acme, which is in Lisbon, days are lived one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from billing.models import Schedule, ScheduleRun
from billing.recurrence import Rhythm
from billing.services.schedules import ScheduleDraft, start_schedule
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import require_business
from tests.billing.books import money

START = date(2027, 1, 31)


@contextmanager
def day(on: date, at: time = time(12)) -> Iterator[None]:
    """Live at noon of a day where the business is."""
    zone = ZoneInfo(require_business().time_zone)
    with clock.held_at(datetime.combine(on, at, tzinfo=zone).astimezone(UTC)):
        yield


def rhythm(starts_on=START, count=1, unit="month", anchor_day=None) -> Rhythm:
    return Rhythm(starts_on=starts_on, count=count, unit=unit, anchor_day=anchor_day or starts_on.day)


def draft(minor=1000, starts_on=START, *, count=1, unit="month", anchor_day=None, **more) -> ScheduleDraft:
    every = rhythm(starts_on, count, unit, anchor_day)
    return ScheduleDraft(description=more.pop("description", "Bread"), unit_price=money(minor), rhythm=every, **more)


def started(contact, minor=1000, starts_on=START, **more) -> Schedule:
    """A schedule that was written down on the day on which it starts."""
    by, key = more.pop("added_by", None), more.pop("request_key", None)
    with day(starts_on):
        made = draft(minor, starts_on, **more)
        return start_schedule(contact_id=contact.pk, draft=made, added_by=by, request_key=key)


def live_until(on: date) -> None:
    """Let every piece of work happen at the instant at which it is due, up to noon of a day.

    Mails and the like are put aside: what is looked at here is what is charged.
    """
    with day(on):
        until = clock.now()
    while True:
        DueWork.objects.exclude(name="billing.run_schedule").delete()
        work = DueWork.objects.filter(due_at__lte=until).order_by("due_at").first()
        if work is None:
            return
        with clock.held_at(work.due_at):
            run_due()


def runs(of: Schedule) -> list[tuple[str, int]]:
    rows = ScheduleRun.objects.filter(schedule=of).order_by("period_on").values_list("period_on", "amount_minor")
    return [(period_on.isoformat(), minor) for period_on, minor in rows]


def days(of: Schedule) -> list[str]:
    return [period_on for period_on, _minor in runs(of)]


HALF = Decimal("0.5")
