"""Starting to charge a contact for something again and again, and changing what is said about it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from billing.errors.schedules import ContactArchived, EndsBeforeItStarts, StartsInThePast
from billing.models import Schedule, SchedulePrice
from billing.recurrence import Rhythm
from billing.schedule_plan import Plan, Terms
from billing.selectors.rates import rate_on
from billing.services.ledger import lock_account
from billing.services.pricing import NO_DISCOUNT, Discount
from billing.services.schedule_runs import arrange, catch_up, locked, today
from crm.models import Contact
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDraft:
    """What is to be charged, how often and how long. Rates in per cent; due ``due_days`` after a period's first day."""

    description: str
    unit_price: Money
    rhythm: Rhythm
    quantity: Decimal = Decimal(1)
    unit: str = ""
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    discount: Discount = NO_DISCOUNT
    reason: str = ""
    trial_until: date | None = None
    ends_on: date | None = None
    runs_limit: int | None = None
    due_days: int = 0
    may_cancel: bool = False
    product_id: int | None = None

    def plan(self) -> Plan:
        """Return what it will charge, for a look before anything is saved."""
        terms = Terms(since=self.rhythm.starts_on, unit_price=self.unit_price, quantity=self.quantity)
        return Plan(
            rhythm=self.rhythm,
            terms=(terms,),
            tax_rate=self.tax_rate,
            tax_inclusive=self.tax_inclusive,
            discount=self.discount,
            trial_until=self.trial_until,
            ends_on=self.ends_on,
            runs_left=self.runs_limit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleText:
    """What can be said otherwise at any time; it counts for the charges to come."""

    description: str
    reason: str
    due_days: int
    may_cancel: bool


def check_draft(draft: ScheduleDraft) -> None:
    """Raise what start_schedule would refuse: a price of nothing and a currency without a rate among it."""
    if draft.rhythm.starts_on < today():
        raise StartsInThePast
    rate_on(draft.unit_price.currency, today())
    plan = draft.plan()
    plan.price_on(draft.rhythm.starts_on)
    if next(plan.runs(draft.rhythm.starts_on), None) is None:
        raise EndsBeforeItStarts


@transaction.atomic
def start_schedule(
    *, contact_id: int, draft: ScheduleDraft, added_by: User | None = None, request_key: UUID | None = None
) -> Schedule:
    """Charge a contact from a day on; what begins today is charged at once.

    The same ``request_key`` again returns the schedule it made the first time.
    """
    contact = lock_account(contact_id)
    known = Schedule.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    if contact.is_archived:
        raise ContactArchived(name=contact.display_name)
    check_draft(draft)
    schedule = _schedule(contact, draft, added_by)
    schedule.request_key = request_key
    schedule.save(force_insert=True)
    SchedulePrice.objects.create(
        schedule=schedule,
        from_on=draft.rhythm.starts_on,
        quantity=draft.quantity,
        unit_price_minor=draft.unit_price.minor,
        set_by_name=schedule.added_by_name,
    )
    _record_start(schedule, draft)
    catch_up(schedule.pk)
    schedule.refresh_from_db()
    return schedule


@transaction.atomic
def change_schedule(*, schedule_id: int, text: ScheduleText) -> Schedule:
    """Say it otherwise from the next charge on."""
    schedule = locked(schedule_id)
    for name in ("description", "reason", "due_days", "may_cancel"):
        setattr(schedule, name, getattr(text, name))
    arrange(schedule)
    record("schedule.changed", schedule, contact_id=schedule.contact_id, description=schedule.description)
    return schedule


def _record_start(schedule: Schedule, draft: ScheduleDraft) -> None:
    amount = draft.plan().price_on(draft.rhythm.starts_on).gross
    record(
        "schedule.started",
        schedule,
        contact_id=schedule.contact_id,
        description=schedule.description,
        amount=amount.format(require_business().locale),
        rhythm=schedule.rhythm_text,
    )


def _schedule(contact: Contact, draft: ScheduleDraft, added_by: User | None) -> Schedule:
    same = (
        "description", "reason", "unit", "tax_rate", "tax_inclusive", "trial_until", "ends_on",
        "runs_limit", "due_days", "may_cancel", "product_id",
    )  # fmt: skip
    rhythm = draft.rhythm
    return Schedule(
        contact=contact,
        currency=draft.unit_price.currency,
        discount_percent=draft.discount.percent,
        discount_minor=draft.discount.amount.minor if draft.discount.amount else 0,
        every=rhythm.count,
        each=rhythm.unit,
        anchor_day=rhythm.anchor_day,
        starts_on=rhythm.starts_on,
        runs_from=rhythm.starts_on,
        added_by_id=added_by.pk if added_by else None,
        added_by_name=added_by.name if added_by else "",
        **{name: getattr(draft, name) for name in same},
    )
