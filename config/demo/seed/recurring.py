"""What the demo charges again and again, lived from the day it was agreed: charged, paid, paused, ended."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from billing.models import Product, Schedule, ScheduleRun
from billing.recurrence import Rhythm
from billing.services.payments import PaymentDraft, record_payment
from billing.services.pricing import Discount
from billing.services.schedule_changes import NewPrice, change_price, pause_schedule
from billing.services.schedule_ends import cancel_service, end_schedule
from billing.services.schedule_runs import charge_next, morning_of, today
from billing.services.schedules import ScheduleDraft, start_schedule
from config.demo.seed.agreements import AGREEMENTS, Agreement, began_on
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Customer
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.money import Money
from tenants.kernel.scope import platform_scope, require_business

AGREED_AFTER = timedelta(hours=5, minutes=20)
PAID_AFTER = timedelta(days=4, hours=5)
LATELY_AT = timedelta(days=1, hours=3)


def agree(trade: Trade) -> None:
    """Begin what recurs on the day it was agreed, and live every period since; the workers go on from there."""
    owner = User.objects.get(username=trade.team[0].username)
    for agreement in AGREEMENTS[trade.subdomain]:
        customer = Customer.objects.select_related("user").get(user__name=agreement.person)
        schedule = _begin(trade, agreement, customer, owner)
        _charge_what_has_begun(schedule)
        _pay(schedule, agreement, owner)
        if agreement.then:
            with happening_at(clock.now() - LATELY_AT):
                LATELY[agreement.then](schedule, agreement, customer, owner)
    _forget_what_was_lived()


def _begin(trade: Trade, agreement: Agreement, customer: Customer, owner: User) -> Schedule:
    """Where they became a contact later than that, it began when they did."""
    agreed_at = morning_of(began_on(agreement, today())) + AGREED_AFTER
    at = max(agreed_at, customer.contact.created_at + AGREED_AFTER)
    with happening_at(at), acting(owner):
        draft = _draft(trade, agreement)
        return start_schedule(contact_id=customer.contact_id, draft=draft, added_by=owner)


def _draft(trade: Trade, agreement: Agreement) -> ScheduleDraft:
    item, day = agreement.item, today()
    count, _space, unit = agreement.every.partition(" ")
    return ScheduleDraft(
        description=item.name,
        unit_price=Money.of(Decimal(item.price), trade.currency),
        rhythm=Rhythm(starts_on=day, count=int(count), unit=unit, anchor_day=day.day),
        quantity=Decimal(agreement.quantity),
        unit=item.unit,
        tax_rate=Decimal(item.tax),
        discount=Discount(percent=agreement.off),
        reason=agreement.reason,
        trial_until=day + timedelta(days=agreement.free_days) if agreement.free_days else None,
        runs_limit=agreement.runs_limit,
        due_days=agreement.due_days,
        may_cancel=agreement.may_cancel,
        product_id=Product.objects.filter(name=item.name).values_list("pk", flat=True).first(),
    )


def _charge_what_has_begun(schedule: Schedule) -> None:
    now = clock.now()
    while schedule.next_on is not None and morning_of(schedule.next_on) <= now:
        with happening_at(morning_of(schedule.next_on)):
            charge_next(schedule.pk)
        schedule.refresh_from_db()
    if schedule.ends_on is not None and schedule.ends_on < today():
        with happening_at(morning_of(schedule.ends_on + timedelta(days=1))):
            charge_next(schedule.pk)


def _pay(schedule: Schedule, agreement: Agreement, owner: User) -> None:
    runs = list(ScheduleRun.objects.filter(schedule=schedule).select_related("charge").order_by("period_on"))
    for run in runs[: len(runs) - agreement.forgets]:
        at = morning_of(run.period_on) + PAID_AFTER
        if at < clock.now():
            draft = PaymentDraft(amount=run.charge.amount, method="transfer", charge_ids=[run.charge_id])
            with happening_at(at), acting(owner):
                record_payment(contact_id=schedule.contact_id, draft=draft, recorded_by=owner)


def _dearer(schedule: Schedule, agreement: Agreement, _customer: Customer, owner: User) -> None:
    later = schedule.next_on or today()
    price = NewPrice(unit_price=Money.of(Decimal(agreement.says["price"]), schedule.currency), from_on=later)
    with acting(owner):
        change_price(schedule_id=schedule.pk, price=price, by_name=owner.name)


def _paused(schedule: Schedule, agreement: Agreement, _customer: Customer, owner: User) -> None:
    with acting(owner):
        pause_schedule(schedule_id=schedule.pk, reason=agreement.says["reason"])


def _ending(schedule: Schedule, agreement: Agreement, _customer: Customer, owner: User) -> None:
    on = today() + timedelta(days=int(agreement.says["days"]))
    with acting(owner):
        end_schedule(schedule_id=schedule.pk, on=on, reason=agreement.says["reason"])


def _cancelled(schedule: Schedule, _agreement: Agreement, customer: Customer, _owner: User) -> None:
    with acting(customer.user):
        cancel_service(contact_id=schedule.contact_id, schedule_id=schedule.pk, by=customer.user)


LATELY: dict[str, Callable[[Schedule, Agreement, Customer, User], None]] = {
    "dearer": _dearer, "paused": _paused, "ending": _ending, "cancelled": _cancelled,
}  # fmt: skip


def _forget_what_was_lived() -> None:
    """Drop the work for days that are over: it has been done here."""
    business_id = require_business().id
    with platform_scope():
        lived = DueWork.objects.filter(business_id=business_id, name="billing.run_schedule", due_at__lt=clock.now())
        lived.delete()
