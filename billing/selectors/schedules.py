"""What contacts are charged for again and again: the plans behind it, what is to come, and what it is worth."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.db.models import Count, F, FilteredRelation, Q

from billing.errors.schedules import NoSuchSchedule
from billing.models import LedgerEntry, Schedule, SchedulePrice, ScheduleRun, ScheduleSkip
from billing.recurrence import Rhythm
from billing.schedule_plan import Plan, Planned, Terms
from billing.services.pricing import Discount
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.models import BusinessQuerySet
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

STATES = tuple(state.value for state in Schedule.State)


@dataclass(frozen=True, slots=True)
class Run:
    """A charge to come, for the forecast."""

    schedule_id: int
    contact_id: int
    day: date
    amount: Money
    description: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A schedule as lists show it, with what its next charge comes to, or the last when none is to come."""

    schedule: Schedule
    amount: Money


def schedules(*, seen_by: User, state: str = "", words: str = "") -> "BusinessQuerySet[Schedule]":
    """Return the schedules of the contacts a member sees; ``state`` is one of STATES, or empty for all."""
    found: BusinessQuerySet[Schedule] = Schedule.objects.filter(sight.within(seen_by)).select_related("contact")
    for word in words.split():
        found = found.filter(Q(description__icontains=word) | Q(contact__display_name__icontains=word))
    return found.filter(state=state) if state in STATES else found


def schedule_named(schedule_id: int) -> Schedule:
    found = Schedule.objects.select_related("contact", "product").filter(pk=schedule_id).first()
    if found is None:
        raise NoSuchSchedule
    return found


def services_of(contact_id: int) -> list[Schedule]:
    """Return a contact's schedules: what runs first, then what is paused and ended; the newest first in each."""
    order = {state: number for number, state in enumerate(STATES)}
    found = Schedule.objects.filter(contact_id=contact_id).order_by("-pk")
    return sorted(found, key=lambda schedule: order[schedule.state])


def service_of(contact_id: int, schedule_id: int) -> Schedule:
    """Return one of a contact's own; another's is answered as one that there is not."""
    found = Schedule.objects.filter(contact_id=contact_id, pk=schedule_id).first()
    if found is None:
        raise NoSuchSchedule
    return found


def runs_of(schedule_id: int) -> "BusinessQuerySet[ScheduleRun]":
    """Return what a schedule has charged so far, with ``due_minor``: what is still due of each."""
    debit = FilteredRelation("charge__entries", condition=Q(charge__entries__kind=LedgerEntry.Kind.CHARGE))
    found: BusinessQuerySet[ScheduleRun] = ScheduleRun.objects.filter(schedule_id=schedule_id)
    return found.select_related("charge").annotate(debit=debit).annotate(due_minor=F("debit__open_minor"))


def skips_of(schedule: Schedule, *, since: date) -> list[date]:
    """Return the periods that are left out and would otherwise be charged, none while it does not run."""
    if not schedule.is_active:
        return []
    later = ScheduleSkip.objects.filter(schedule=schedule, period_on__gte=max(since, schedule.runs_from))
    if schedule.ends_on is not None:
        later = later.filter(period_on__lte=schedule.ends_on)
    return list(later.order_by("period_on").values_list("period_on", flat=True))


def listed(rows: Iterable[Schedule]) -> list[Listed]:
    """Return rows with their amounts, in three queries."""
    found = list(rows)
    plans = plans_of(found)
    return [
        Listed(schedule, plans[schedule.pk].price_on(schedule.next_on or schedule.ends_on or schedule.runs_from).gross)
        for schedule in found
    ]


def plan_of(schedule: Schedule) -> Plan:
    return plans_of([schedule])[schedule.pk]


def plans_of(found: Iterable[Schedule]) -> dict[int, Plan]:
    """Return the plan of each schedule in three queries."""
    rows = list(found)
    ids = [schedule.pk for schedule in rows]
    terms, skipped = defaultdict(list), defaultdict(set)
    currency = {schedule.pk: schedule.currency for schedule in rows}
    for price in SchedulePrice.objects.filter(schedule_id__in=ids).order_by("from_on"):
        each = Money(price.unit_price_minor, currency[price.schedule_id])
        terms[price.schedule_id].append(Terms(since=price.from_on, unit_price=each, quantity=price.quantity))
    for schedule_id, day in ScheduleSkip.objects.filter(schedule_id__in=ids).values_list("schedule_id", "period_on"):
        skipped[schedule_id].add(day)
    counts = ScheduleRun.objects.filter(schedule_id__in=ids).values("schedule_id").annotate(count=Count("pk"))
    done = {row["schedule_id"]: row["count"] for row in counts}
    return {
        schedule.pk: _plan(schedule, terms[schedule.pk], frozenset(skipped[schedule.pk]), done.get(schedule.pk, 0))
        for schedule in rows
    }


def discount_of(schedule: Schedule) -> Discount:
    """Return what comes off each of its charges."""
    amount = Money(schedule.discount_minor, schedule.currency) if schedule.discount_minor else None
    return Discount(percent=schedule.discount_percent, amount=amount)


def ahead_of(schedule: Schedule, plan: Plan) -> list[Planned]:
    """Return the next three charges of a schedule, none while it does not run."""
    return plan.ahead(schedule.runs_from) if schedule.is_active else []


def upcoming(until: date, contact_ids: Iterable[int] | None = None) -> list[Run]:
    """Return every charge to come up to a day, that day included, in the order of days; four queries in all.

    Who was put away is charged for nothing: what runs for them is held when its next day comes.
    """
    found = Schedule.objects.filter(state=Schedule.State.ACTIVE, next_on__lte=until, contact__archived_at=None)
    if contact_ids is not None:
        found = found.filter(contact_id__in=list(contact_ids))
    rows = list(found)
    plans = plans_of(rows)
    runs = [
        Run(schedule.pk, schedule.contact_id, planned.day, planned.amount, schedule.description)
        for schedule in rows
        for planned in takewhile(lambda run: run.day <= until, plans[schedule.pk].runs(schedule.runs_from))
    ]
    return sorted(runs, key=lambda run: (run.day, run.schedule_id))


def monthly_value(found: Iterable[Schedule] | None = None) -> dict[str, Money]:
    """Return by currency what active schedules bring in a month, at today's prices."""
    rows = list(Schedule.objects.filter(state=Schedule.State.ACTIVE) if found is None else found)
    today = clock.today(require_business().time_zone)
    sums: dict[str, Money] = {}
    for plan in plans_of(rows).values():
        value = plan.a_month(max(today, plan.rhythm.starts_on))
        sums[value.currency] = sums.get(value.currency, Money.zero(value.currency)) + value
    return sums


def _plan(schedule: Schedule, terms: list[Terms], skipped: frozenset[date], done: int) -> Plan:
    limit = schedule.runs_limit
    return Plan(
        rhythm=Rhythm(
            starts_on=schedule.starts_on, count=schedule.every, unit=schedule.each, anchor_day=schedule.anchor_day
        ),
        terms=tuple(terms),
        tax_rate=schedule.tax_rate,
        tax_inclusive=schedule.tax_inclusive,
        discount=discount_of(schedule),
        trial_until=schedule.trial_until,
        ends_on=schedule.ends_on,
        runs_left=None if limit is None else max(0, limit - done),
        skipped=skipped,
    )
