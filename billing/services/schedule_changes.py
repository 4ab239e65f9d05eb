"""Pausing, resuming, skipping and pricing anew what is charged again and again.

Periods that begin during a pause are never charged; a period that has been charged stays as it is.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.errors.schedules import ContactArchived, NotToCome, ScheduleEnded, SchedulePaused, TooLateForThat
from billing.models import Schedule, SchedulePrice, ScheduleRun, ScheduleSkip
from billing.schedule_plan import Plan, Terms
from billing.selectors.schedules import discount_of, plan_of
from billing.services.pricing import price_line
from billing.services.schedule_mail import tell_of_kept_price, tell_of_price
from billing.services.schedule_runs import arrange, catch_up, locked, today
from tenants.activity.record import record
from tenants.kernel.dates import long_date
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrice:
    """Another price, for periods that begin on ``from_on`` or later; the customer is written to unless told not to."""

    unit_price: Money
    from_on: date
    quantity: Decimal = Decimal(1)
    is_told: bool = True


@transaction.atomic
def pause_schedule(*, schedule_id: int, reason: str = "") -> Schedule:
    """Charge no period that begins from now on until it is resumed; what has begun before is charged first."""
    schedule = current(schedule_id)
    if schedule.is_paused:
        return schedule
    schedule.state, schedule.paused_on, schedule.state_reason = Schedule.State.PAUSED, today(), reason.strip()
    arrange(schedule)
    _record("schedule.paused", schedule, reason=reason.strip())
    return schedule


@transaction.atomic
def resume_schedule(*, schedule_id: int) -> Schedule:
    """Go on with the first period that begins today or later; nothing that was left out is charged."""
    schedule = current(schedule_id)
    if not schedule.is_paused:
        return schedule
    if schedule.contact.is_archived:
        raise ContactArchived(name=schedule.contact.display_name)
    schedule.state, schedule.paused_on, schedule.state_reason = Schedule.State.ACTIVE, None, ""
    schedule.runs_from = max(schedule.runs_from, today())
    arrange(schedule)
    _record("schedule.resumed", schedule)
    catch_up(schedule.pk)
    schedule.refresh_from_db()
    return schedule


@transaction.atomic
def skip_period(*, schedule_id: int, period_on: date) -> Schedule:
    """Leave out one of the next three charges. A period that is left out already stays so."""
    schedule = current(schedule_id)
    if ScheduleSkip.objects.filter(schedule=schedule, period_on=period_on).exists():
        return schedule
    if schedule.is_paused:
        raise SchedulePaused(description=schedule.description)
    if period_on not in {planned.day for planned in plan_of(schedule).ahead(schedule.runs_from)}:
        raise NotToCome(day=_said(period_on))
    ScheduleSkip.objects.create(schedule=schedule, period_on=period_on)
    arrange(schedule)
    _record("schedule.skipped", schedule, day=_said(period_on))
    return schedule


@transaction.atomic
def unskip_period(*, schedule_id: int, period_on: date) -> Schedule:
    """Charge a period after all, as long as it is to come."""
    schedule = current(schedule_id)
    if period_on < max(schedule.runs_from, today()):
        raise TooLateForThat
    if ScheduleSkip.objects.filter(schedule=schedule, period_on=period_on).delete()[0]:
        arrange(schedule)
        _record("schedule.unskipped", schedule, day=_said(period_on))
        catch_up(schedule.pk)
        schedule.refresh_from_db()
    return schedule


@transaction.atomic
def change_price(*, schedule_id: int, price: NewPrice, by_name: str = "") -> Schedule:
    """Charge another price from a day on. What was to come from that day on gives way to it."""
    schedule = current(schedule_id)
    _check_price(schedule, price)
    before = plan_of(schedule)
    SchedulePrice.objects.filter(schedule=schedule, from_on__gte=price.from_on).delete()
    SchedulePrice.objects.create(
        schedule=schedule,
        from_on=price.from_on,
        quantity=price.quantity,
        unit_price_minor=price.unit_price.minor,
        set_by_name=by_name,
        is_told=price.is_told,
    )
    arrange(schedule)
    _record_price(schedule, before, price)
    return schedule


@transaction.atomic
def keep_price(*, schedule_id: int) -> Schedule:
    """Take back the prices that were to come; the customer who was told of one is told that it stays."""
    schedule = current(schedule_id)
    to_come = SchedulePrice.objects.filter(schedule=schedule, from_on__gt=max(today(), schedule.starts_on))
    if not to_come.exists():
        return schedule
    was_told = to_come.filter(is_told=True).exists()
    to_come.delete()
    arrange(schedule)
    _record("schedule.price_kept", schedule)
    if was_told:
        tell_of_kept_price(schedule, plan_of(schedule).price_on(today()).gross)
    return schedule


def price_plan(schedule: Schedule, price: NewPrice) -> Plan:
    """Return the plan as it would be with another price, for a look before anything is saved."""
    _check_price(schedule, price)
    plan = plan_of(schedule)
    new = Terms(since=price.from_on, unit_price=price.unit_price, quantity=price.quantity)
    return plan.with_terms((*(terms for terms in plan.terms if terms.since < price.from_on), new))


def current(schedule_id: int) -> Schedule:
    """Hold a schedule after everything that is due of it has happened; raises ScheduleEnded."""
    catch_up(schedule_id)
    schedule = locked(schedule_id)
    if schedule.is_ended:
        raise ScheduleEnded(description=schedule.description)
    return schedule


def _check_price(schedule: Schedule, price: NewPrice) -> None:
    if price.unit_price.currency != schedule.currency:
        raise CurrencyMismatch(one=price.unit_price.currency, other=schedule.currency)
    price_line(
        unit_price=price.unit_price,
        quantity=price.quantity,
        tax_rate=schedule.tax_rate,
        tax_inclusive=schedule.tax_inclusive,
        discount=discount_of(schedule),
    )
    charged = ScheduleRun.objects.filter(schedule=schedule, period_on__gte=price.from_on).exists()
    if price.from_on < today() or price.from_on < schedule.starts_on or charged:
        raise TooLateForThat


def _record_price(schedule: Schedule, before: Plan, price: NewPrice) -> None:
    locale = require_business().locale
    amount = plan_of(schedule).price_on(price.from_on).gross
    old = before.price_on(price.from_on).gross
    _record("schedule.price_changed", schedule, amount=amount.format(locale), day=_said(price.from_on))
    if price.is_told:
        tell_of_price(schedule, old=old, new=amount, from_on=price.from_on)


def _said(day: date) -> str:
    return long_date(day, locale=require_business().locale)


def _record(verb: str, schedule: Schedule, **facts: str) -> None:
    record(verb, schedule, contact_id=schedule.contact_id, description=schedule.description, **facts)
