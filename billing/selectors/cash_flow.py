"""Money in and out by the week: what was, what is expected, and what is left in the bank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, When
from django.db.models.functions import TruncWeek

from billing.models import Dispute, Expense, Payment
from billing.selectors import stored_rates as rates
from billing.selectors.base import in_base
from billing.selectors.expenses import seen_by
from billing.selectors.forecast import Coming
from billing.selectors.received import given_back_within, payments_within
from tenants.accounts import sight
from tenants.accounts.models import User

WEEKS = 13
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from Monday on, in minor units of the business's currency; ``balance`` is at its end, if known."""

    starts_on: date
    came_in: int = 0
    went_out: int = 0
    balance: int | None = None

    @property
    def net(self) -> int:
        return self.came_in - self.went_out


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where the weeks to come begin: ``arriving`` moves the balance alone, which is None where nobody has said it."""

    today: date
    balance: int | None = None
    arriving: Iterable[Coming] = ()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_day_ahead(today: date) -> date:
    """Return the end of the 13 weeks that begin with this one."""
    return monday_of(today) + WEEKS * WEEK - timedelta(days=1)


def weeks_before(*, member: User, today: date) -> list[Week]:
    """Return what came in and went out in the 13 weeks before this one; amounts without a rate are left out."""
    monday = monday_of(today)
    first = monday - WEEKS * WEEK
    came, went = moved_by_week(member=member, since=first, until=monday - timedelta(days=1))
    days = [first + number * WEEK for number in range(WEEKS)]
    return [Week(starts_on=day, came_in=came.get(day, 0), went_out=went.get(day, 0)) for day in days]


def weeks_ahead(comings: Iterable[Coming], ahead: Ahead) -> list[Week]:
    """Return what is expected in the 13 weeks from this one on."""
    monday, balance = monday_of(ahead.today), ahead.balance
    came_in, went_out, arrived = [0] * WEEKS, [0] * WEEKS, [0] * WEEKS
    for coming in comings:
        _put(came_in if coming.minor > 0 else went_out, coming, monday)
    for coming in ahead.arriving:
        _put(arrived, coming, monday)
    weeks = []
    for number in range(WEEKS):
        gone = abs(went_out[number])
        if balance is not None:
            balance += came_in[number] - gone + arrived[number]
        start = monday + number * WEEK
        weeks.append(Week(starts_on=start, came_in=came_in[number], went_out=gone, balance=balance))
    return weeks


def moved_by_week(*, member: User, since: date, until: date) -> tuple[dict[date, int], dict[date, int]]:
    """Return what was received, less what was given back, and what was spent and Stripe kept, by Monday of the week."""
    received, backs = payments_within(member, since, until), given_back_within(member, since, until)
    spent = Expense.objects.kept().filter(seen_by(member), paid_on__range=(since, until))
    came: dict[date, int] = {}
    went: dict[date, int] = {}
    _add(came, received.annotate(on_rate=rates.OF_PAYMENT), "received_on")
    _add(came, backs.annotate(on_rate=rates.OF_ENTRY), "effective_on", sign=-1)
    _add(went, spent.annotate(on_rate=F("rate")), "paid_on")
    _add(went, _with_fee(received), "received_on", minor="fee_minor", currency="fee_currency")
    _add(went, _dispute_fees(member, since, until), "fee_on", minor="fee_minor", currency="fee_currency")
    return came, went


def through_stripe(*, member: User, since: date, until: date) -> int:
    """Return what of that Stripe took, less what it gave back and kept, in minor units of the business's currency."""
    received = payments_within(member, since, until).exclude(stripe_payment_intent="")
    backs = given_back_within(member, since, until).exclude(payment__stripe_payment_intent="")
    moved: dict[date, int] = {}
    _add(moved, received.annotate(on_rate=rates.OF_PAYMENT), "received_on")
    _add(moved, backs.annotate(on_rate=rates.OF_ENTRY), "effective_on", sign=-1)
    fees = {"minor": "fee_minor", "currency": "fee_currency"}
    _add(moved, _with_fee(received), "received_on", sign=-1, **fees)
    _add(moved, _dispute_fees(member, since, until), "fee_on", sign=-1, **fees)
    return sum(moved.values())


def _with_fee(received: "QuerySet[Payment]") -> "QuerySet[Any]":
    """Return payments that Stripe kept something of; a fee in a third currency has no rate."""
    same = Case(When(fee_currency=F("currency"), then=rates.OF_PAYMENT))
    return received.filter(fee_minor__gt=0).annotate(on_rate=same)


def _dispute_fees(member: User, since: date, until: date) -> "QuerySet[Any]":
    at_payment = Case(When(fee_currency=F("payment__currency"), then=F("payment__rate")))
    return Dispute.objects.filter(sight.within(member), fee_on__range=(since, until)).annotate(on_rate=at_payment)


def lowest(weeks: list[Week]) -> Week | None:
    """Return the week in which least is left in the bank, the first of them; None where no balance is known."""
    known = [week for week in weeks if week.balance is not None]
    return min(known, key=lambda week: week.balance or 0, default=None)


def shortest(weeks: list[Week]) -> Week | None:
    """Return the week in which most more goes out than comes in; None where there is none."""
    worst = min(weeks, key=lambda week: week.net)
    return worst if worst.net < 0 else None


def _put(sums: list[int], coming: Coming, monday: date) -> None:
    number = (coming.day - monday).days // 7
    if 0 <= number < WEEKS:
        sums[number] += coming.minor


def _add(sums: dict[date, int], rows: "QuerySet[Any]", day: str, *, sign: int = 1, **named: str) -> None:
    minor_name, currency_name = named.get("minor", "amount_minor"), named.get("currency", "currency")
    grouped = (
        rows.annotate(week=TruncWeek(day))
        .order_by()
        .values_list("week", currency_name, "on_rate")
        .annotate(sum=Sum(minor_name))
    )
    for week, currency, rate, minor in grouped:
        money = in_base(minor, currency, rate)
        if money is not None:
            sums[week] = sums.get(week, 0) + sign * money.minor
