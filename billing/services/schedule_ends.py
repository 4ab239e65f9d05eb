"""Ending what is charged again and again: by the team now or on a day, by the customer with the period paid for."""

from datetime import date, timedelta

from django.db import transaction

from billing.errors.schedules import MayNotCancel, TooLateForThat
from billing.models import Schedule
from billing.selectors.schedules import plan_of, service_of
from billing.services.schedule_changes import current
from billing.services.schedule_mail import tell_of_cancellation
from billing.services.schedule_runs import arrange, finish, today
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.scope import require_business


@transaction.atomic
def end_schedule(*, schedule_id: int, on: date | None = None, reason: str = "") -> Schedule:
    """End it now, or with a day that is still to come; what has been charged stays on the account."""
    schedule = current(schedule_id)
    last_day = today() if on is None else on
    if last_day < today():
        raise TooLateForThat
    schedule.state_reason = reason.strip() or schedule.state_reason
    if on is None:
        finish(schedule, last_day)
        arrange(schedule)
        return schedule
    _end_on(schedule, last_day)
    schedule.cancelled_at, schedule.cancelled_by_name = None, ""  # it is the team's end now: no customer takes it back
    arrange(schedule)
    _record("schedule.ending", schedule, day=_said(last_day), reason=reason.strip())
    return schedule


@transaction.atomic
def keep_schedule(*, schedule_id: int) -> Schedule:
    """Take back an end that is still to come; the one agreed at the start, if any, is in force again."""
    schedule = current(schedule_id)
    if schedule.ends_on is None:
        return schedule
    _go_on(schedule)
    _record("schedule.kept", schedule)
    return schedule


@transaction.atomic
def cancel_service(*, contact_id: int, schedule_id: int, by: User) -> Schedule:
    """End a customer's own service with the period that is paid for; a second time changes nothing."""
    schedule = current(service_of(contact_id, schedule_id).pk)
    if not schedule.may_cancel:
        raise MayNotCancel(description=schedule.description, business=require_business().name)
    if schedule.cancelled_at is not None:
        return schedule
    _end_on(schedule, last_day_if_cancelled(schedule))
    schedule.cancelled_at, schedule.cancelled_by_name = clock.now(), by.name
    arrange(schedule)
    _record("schedule.cancelled", schedule, day=_said(schedule.ends_on or today()))
    tell_of_cancellation(schedule)
    return schedule


@transaction.atomic
def take_back_cancellation(*, contact_id: int, schedule_id: int) -> Schedule:
    """Let a service that its customer has cancelled go on as agreed, as long as it has not ended."""
    schedule = current(service_of(contact_id, schedule_id).pk)
    if schedule.cancelled_at is None:
        return schedule
    _go_on(schedule)
    _record("schedule.cancellation_taken_back", schedule)
    return schedule


def last_day_if_cancelled(schedule: Schedule) -> date:
    """Return the last day of the period that is running: the day before the next one begins."""
    renewal = plan_of(schedule).renewal(today() + timedelta(days=1))
    last_day = today() if renewal is None else renewal - timedelta(days=1)
    return last_day if schedule.ends_on is None else min(last_day, schedule.ends_on)


def _end_on(schedule: Schedule, last_day: date) -> None:
    if schedule.cancelled_at is None:
        schedule.agreed_end_on = schedule.ends_on
    schedule.ends_on = last_day


def _go_on(schedule: Schedule) -> None:
    schedule.ends_on, schedule.agreed_end_on = schedule.agreed_end_on, None
    schedule.cancelled_at, schedule.cancelled_by_name, schedule.state_reason = None, "", ""
    arrange(schedule)


def _said(day: date) -> str:
    return long_date(day, locale=require_business().locale)


def _record(verb: str, schedule: Schedule, **facts: str) -> None:
    record(verb, schedule, contact_id=schedule.contact_id, description=schedule.description, **facts)
