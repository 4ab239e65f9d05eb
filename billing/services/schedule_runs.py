"""Charging what is due of a schedule: a charge for each period, whatever stops in between.

A period is charged in one transaction with the row that names it, so a worker that dies leaves both or neither, and two
workers wait for each other at the schedule's row. Periods that were missed are caught up, each with its own day.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.errors.schedules import NoSuchSchedule
from billing.models import Schedule, ScheduleRun
from billing.schedule_plan import Plan, Planned
from billing.selectors.schedules import plan_of
from billing.services.charges import ChargeDraft, add_charge
from billing.services.schedule_mail import tell_of_end
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

AT = time(5)
"""When a day's charges are made, where the business is: no clock is changed at this hour, and everybody is asleep."""
_DAY = timedelta(days=1)


def today() -> date:
    """Return the day it is where the business is."""
    return clock.today(require_business().time_zone)


def catch_up(schedule_id: int) -> int:
    """Charge every period that has begun, and end what is over; return how many were charged."""
    charged = 0
    while charge_next(schedule_id):
        charged += 1
    return charged


@transaction.atomic
def charge_next(schedule_id: int) -> bool:
    """Charge the next period if it has begun; return whether there was one."""
    schedule = locked(schedule_id)
    plan = plan_of(schedule)
    planned = next(plan.runs(schedule.runs_from), None) if schedule.is_active else None
    if planned is None or planned.day > today():
        _end_when_over(schedule)
        arrange(schedule)
        return False
    if schedule.contact.is_archived:
        _hold(schedule)
        return False
    _charge(schedule, planned, plan)
    schedule.runs_from = planned.day + _DAY
    arrange(schedule)
    return True


def locked(schedule_id: int) -> Schedule:
    """Hold a schedule until the transaction ends: whoever changes or charges it waits here in turn."""
    found = Schedule.objects.select_for_update(no_key=True, of=("self",)).filter(pk=schedule_id)
    schedule = found.select_related("contact", "product").first()
    if schedule is None:
        raise NoSuchSchedule
    return schedule


def arrange(schedule: Schedule) -> None:
    """Save a schedule with its next period, and have it looked at again when that begins or its end is over."""
    plan = plan_of(schedule)
    if plan.runs_left == 0:
        _end_with_last(schedule, plan)
    planned = next(plan.runs(schedule.runs_from), None) if schedule.is_active else None
    schedule.next_on = planned.day if planned else None
    schedule.save()
    wake_on = schedule.next_on
    if wake_on is None and schedule.ends_on is not None and not schedule.is_ended:
        wake_on = schedule.ends_on + _DAY
    if wake_on is not None:
        due_at = morning_of(wake_on)
        enqueue(
            "billing.run_schedule", due_at=due_at, key=f"{schedule.pk}:{due_at:%Y%m%d%H%M}", schedule_id=schedule.pk
        )


def morning_of(day: date) -> datetime:
    """Return when the charges of a day are made."""
    return datetime.combine(day, AT, tzinfo=ZoneInfo(require_business().time_zone))


def finish(schedule: Schedule, last_day: date) -> None:
    """End a schedule for good; the caller saves it."""
    schedule.state, schedule.ends_on, schedule.paused_on = Schedule.State.ENDED, last_day, None
    record("schedule.ended", schedule, contact_id=schedule.contact_id, description=schedule.description)
    tell_of_end(schedule)


def _end_when_over(schedule: Schedule) -> None:
    if not schedule.is_ended and schedule.ends_on is not None and schedule.ends_on < today():
        finish(schedule, schedule.ends_on)


def _end_with_last(schedule: Schedule, plan: Plan) -> None:
    """All charges are made; the period of the last one still runs to its end."""
    last = ScheduleRun.objects.filter(schedule=schedule).latest("period_on")
    renewal = plan.renewal(last.period_on + _DAY)
    if renewal is not None and not schedule.is_ended:
        over = renewal - _DAY
        schedule.ends_on = over if schedule.ends_on is None else min(schedule.ends_on, over)


def _hold(schedule: Schedule) -> None:
    """Nobody who was put away is charged: it is paused until a member resumes it."""
    schedule.state, schedule.paused_on = Schedule.State.PAUSED, today()
    record("schedule.held", schedule, contact_id=schedule.contact_id, description=schedule.description)
    arrange(schedule)


def _charge(schedule: Schedule, planned: Planned, plan: Plan) -> None:
    """It is never due before the day on which the customer can first see it."""
    product = schedule.product
    draft = ChargeDraft(
        description=schedule.description,
        unit_price=planned.terms.unit_price,
        quantity=planned.terms.quantity,
        unit=schedule.unit,
        tax_rate=schedule.tax_rate,
        tax_inclusive=schedule.tax_inclusive,
        discount=plan.discount,
        reason=_reason(schedule, planned.day, plan),
        charged_on=planned.day,
        due_on=max(planned.day + timedelta(days=schedule.due_days), today()),
        product_id=schedule.product_id,
        deposit=Money.zero(schedule.currency),
        cost=product.cost if product else None,
    )
    charge = add_charge(contact_id=schedule.contact_id, draft=draft)
    ScheduleRun.objects.create(
        schedule=schedule, period_on=planned.day, charge=charge, amount_minor=planned.amount.minor
    )


def _reason(schedule: Schedule, day: date, plan: Plan) -> str:
    """Name the period, and say why."""
    renewal = plan.renewal(day + _DAY)
    locale = require_business().locale
    period = long_date(day, locale=locale)
    if renewal is not None:
        period = f"{period} – {long_date(renewal - _DAY, locale=locale)}"  # noqa: RUF001 from a day to a day
    return f"{period} · {schedule.reason}" if schedule.reason else period
