"""Promises to pay, within what the business allows: reminders pause, the due date stays."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from billing.errors import (
    NoSuchCharge,
    NothingChosen,
    NothingDue,
    PromisesNotTaken,
    PromiseTooFar,
    PromiseTooOften,
    PromiseTooSmall,
)
from billing.models import Charge, Promise, ReminderRules
from billing.selectors.accounts import due_by_charge
from billing.selectors.promises import promise_named
from billing.selectors.reminder_rules import reminder_rules
from billing.services.ledger import lock_account
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

YEAR = timedelta(days=365)


@transaction.atomic
def promise_payment(
    *, contact_id: int, charge_ids: Sequence[int], until: date, by: User | None = None
) -> list[Promise]:
    """Promise what is due of charges by a day; a promise that stands for one of them makes way.

    The same promise again changes nothing. Raises NothingChosen, NoSuchCharge and NothingDue for the choice, and
    PromisesNotTaken, PromiseTooFar, PromiseTooOften and PromiseTooSmall for the business's limits.
    """
    lock_account(contact_id)
    charges = _chosen(contact_id, charge_ids)
    due = due_by_charge(charge.pk for charge in charges)
    if len(due) != len(charges):
        raise NothingDue
    _check_limits(reminder_rules(), until, list(due.values()))
    return [_promise(charge, due[charge.pk], until, by) for charge in charges]


@transaction.atomic
def end_promise(*, promise_id: int) -> Promise:
    """End a promise before its day: reminders go on as if it had not been made. A repeat changes nothing."""
    lock_account(promise_named(promise_id).contact_id)
    promise = promise_named(promise_id)
    if promise.ended_at is None:
        promise.ended_at = clock.now()
        promise.save(update_fields=["ended_at"])
        record("promise.ended", promise.charge, contact_id=promise.contact_id, description=promise.charge.description)
    return promise


def last_day(rules: ReminderRules) -> date:
    """Return the furthest day that may be promised."""
    return clock.today(require_business().time_zone) + timedelta(days=rules.promise_days)


def _chosen(contact_id: int, charge_ids: Sequence[int]) -> list[Charge]:
    if not charge_ids:
        raise NothingChosen
    charges = list(Charge.objects.filter(contact_id=contact_id, pk__in=charge_ids).order_by("pk"))
    if len(charges) != len(set(charge_ids)):
        raise NoSuchCharge
    return charges


def _check_limits(rules: ReminderRules, until: date, due: Sequence[Money]) -> None:
    business = require_business()
    if not rules.takes_promises:
        raise PromisesNotTaken(business=business.name)
    today, last = clock.today(business.time_zone), last_day(rules)
    if not today <= until <= last:
        first, end = (long_date(day, locale=business.locale) for day in (today, last))
        raise PromiseTooFar(first=first, last=end)
    is_own = all(money.currency == business.currency for money in due)  # the limit says nothing of other currencies
    if is_own and sum(money.minor for money in due) < rules.promise_least_minor:
        raise PromiseTooSmall(least=rules.promise_least.format(business.locale))


def _promise(charge: Charge, due: Money, until: date, by: User | None) -> Promise:
    standing = Promise.objects.filter(charge=charge, ended_at=None).first()
    if standing is not None and standing.until == until and standing.amount_minor == due.minor:
        return standing
    now = clock.now()
    if Promise.objects.filter(charge=charge, made_at__gt=now - YEAR).count() >= reminder_rules().promise_times:
        raise PromiseTooOften(description=charge.description)
    Promise.objects.filter(charge=charge, ended_at=None).update(ended_at=now)
    promise = Promise(charge=charge, contact_id=charge.contact_id, amount_minor=due.minor, currency=due.currency)
    promise.until, promise.made_at = until, now
    promise.made_by_id, promise.made_by_name = (by.pk, by.name) if by else (None, "")
    promise.save(force_insert=True)
    business = require_business()
    record(
        "promise.made",
        charge,
        contact_id=charge.contact_id,
        description=charge.description,
        amount=due.format(business.locale),
        day=long_date(until, locale=business.locale),
    )
    return promise
