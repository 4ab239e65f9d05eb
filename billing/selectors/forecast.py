"""What is to come in and to go out, item by item, each weighted by the habit of whoever owes it."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q

from billing.models import AttemptItem, Expense, ExpenseRule, InstalmentCharge, LedgerEntry
from billing.periods import days_between
from billing.selectors import stored_rates as rates
from billing.selectors.base import in_base, in_order
from billing.selectors.expenses import seen_by
from billing.selectors.habits import Habits
from billing.selectors.instalments import instalment_days
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from billing.selectors.rates import newest_rates
from billing.selectors.schedules import upcoming
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money

GRACE = timedelta(days=14)
"""When something is expected that is later already than its customer usually is."""
GIVEN_UP_AFTER = timedelta(days=90)
BANKS_TAKE = timedelta(days=4)

OpenRow = tuple[int, int | None, date | None, int, str, Decimal | None, str]
DatedRow = tuple[int, int | None, date, int, str, Decimal | None]
"""Contact, charge, due day, minor units, currency and rate; an open row has its kind as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """An amount in the business's currency on the day it is expected; below zero what goes out.

    ``due_on`` is when it should come, ``days_late`` how late its customer usually is, ``what`` names what goes out.
    """

    day: date
    minor: int
    due_on: date
    contact_id: int | None = None
    days_late: int = 0
    what: str = ""


@dataclass(slots=True)
class Forecast:
    """``apart`` has no rate, ``doubtful`` is over 90 days late or not recognised: neither is counted on."""

    comings: list[Coming] = field(default_factory=list)
    apart: "Counter[str]" = field(default_factory=Counter)
    doubtful: int = 0

    @property
    def amounts_apart(self) -> list[Money]:
        return in_order(self.apart)

    def add(self, amount: tuple[int, str, Decimal | None], coming: Coming, *, share: Decimal = Decimal(1)) -> None:
        """Count an amount, as far as it is likely to come; ``coming.minor`` is filled in, its sign is kept."""
        money = in_base(*amount)
        if money is None:
            self.apart[amount[1]] += amount[0]
            return
        likely = int((Decimal(money.minor) * share).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        self.comings.append(replace(coming, minor=likely if coming.minor >= 0 else -likely))

    def doubt(self, amount: tuple[int, str, Decimal | None]) -> None:
        """Leave an amount out of what is expected, and say so."""
        money = in_base(*amount)
        if money is None:
            self.apart[amount[1]] += amount[0]
        else:
            self.doubtful += money.minor


def forecast(*, member: User, today: date, until: date, known: Habits) -> Forecast:
    """Gather all that is expected up to a day, in a number of queries that does not grow with the books."""
    found = Forecast()
    _open_items(found, known, member=member, today=today)
    rates_now = {row.currency: row.rate for row in newest_rates(by=today)}
    _recurring(found, known, member=member, span=(today, until), newest=rates_now)
    _bills(found, member=member, today=today)
    _rules(found, member=member, until=until, newest=rates_now)
    found.comings = [coming for coming in found.comings if coming.day <= until]
    return found


def paid_later(comings: Iterable[Coming], *, contact_ids: Iterable[int], weeks: int) -> list[Coming]:
    """Return the same, where these contacts pay so many weeks later."""
    late, delay = set(contact_ids), timedelta(weeks=weeks)
    return [
        replace(coming, day=coming.day + delay) if coming.minor > 0 and coming.contact_id in late else coming
        for coming in comings
    ]


def expected_on(due_on: date, days_late: int, today: date) -> date:
    """Return when something is expected: as late as usual, and in two weeks when it is later than that already."""
    usual = due_on + timedelta(days=min(days_late, (date.max - due_on).days))  # nothing is later than the last day
    return usual if usual >= today else max(today, min(today, due_on) + timedelta(days=days_late), today + GRACE)


def _open_items(found: Forecast, known: Habits, *, member: User, today: date) -> None:
    """Whatever is owed: charges, each part of one on its day, and what was paid for once and is due again."""
    queried, moving, promised = queried_charge_ids(), _on_its_way(), promised_until()
    planned = _in_parts()
    rows = (
        LedgerEntry.objects.unsettled()
        .debits()
        .filter(sight.within(member))
        .annotate(entry_rate=rates.OF_ENTRY)
        .values_list("contact_id", "charge_id", "due_on", "open_minor", "currency", "entry_rate", "kind")
    )
    for row, is_moving in _sent_apart(_by_day(rows, planned), moving):
        contact_id, charge_id, due, amount = *row[:3], row[3:]
        item, habit = Coming(day=today + BANKS_TAKE, minor=1, due_on=due, contact_id=contact_id), known.of(contact_id)
        promise = _promised_day(charge_id, due, promised, planned)
        if is_moving:
            found.add(amount, item)
        elif charge_id in queried or (due < today - GIVEN_UP_AFTER and promise is None):
            found.doubt(amount)
        else:
            day = promise or expected_on(due, habit.days_late, today)
            found.add(amount, replace(item, day=day, days_late=habit.days_late), share=habit.share)


def _promised_day(
    charge_id: int | None, due: date, promised: Mapping[int, date], planned: Container[int | None]
) -> date | None:
    """Return the day by which it is promised; of what is paid in parts, those that fall due later are not."""
    day = promised.get(charge_id or 0)
    return None if day is None or (charge_id in planned and due > day) else day


def _sent_apart(rows: Iterable[DatedRow], moving: "Counter[int | None]") -> Iterator[tuple[DatedRow, bool]]:
    """Yield what a bank is at work on apart from the rest of a row, and whether it is that."""
    for contact_id, charge_id, day, minor, currency, rate in rows:
        sent = min(minor, moving[charge_id])
        moving[charge_id] -= sent
        if sent:
            yield (contact_id, charge_id, day, sent, currency, rate), True
        if minor > sent:
            yield (contact_id, charge_id, day, minor - sent, currency, rate), False


def _by_day(rows: Iterable[OpenRow], planned: Mapping[int, Sequence[tuple[date, Money]]]) -> Iterator[DatedRow]:
    """Yield what is open with the day on which it is due; a charge under a plan comes part by part."""
    for contact_id, charge_id, due_on, minor, currency, rate, kind in rows:
        if kind == LedgerEntry.Kind.CHARGE and charge_id is not None and charge_id in planned:
            for day, money in planned[charge_id]:
                yield contact_id, charge_id, day, money.minor, currency, rate
        elif due_on is not None:  # a debit always has one; the database sees to it
            yield contact_id, charge_id, due_on, minor, currency, rate


def _in_parts() -> dict[int, list[tuple[date, Money]]]:
    return instalment_days(InstalmentCharge.objects.filter(is_live=True).values_list("charge_id", flat=True))


def _on_its_way() -> "Counter[int | None]":
    """Return how much of which charge a bank is at work on, which is all of it or a part."""
    items = AttemptItem.objects.filter(is_live=True, attempt__state="processing")
    return Counter(dict(items.values_list("charge_id", "amount_minor")))


def _recurring(
    found: Forecast, known: Habits, *, member: User, span: tuple[date, date], newest: Mapping[str, Decimal]
) -> None:
    """What schedules will charge, as late as its customer pays; of other currencies at the rate of today."""
    today, until = span
    theirs = Contact.objects.filter(sight.within(member, "pk"))
    seen = None if member.sees_all_contacts else theirs.values_list("pk", flat=True)
    for run in upcoming(until, seen):
        habit = known.of(run.contact_id)
        day = expected_on(max(run.day, today), habit.days_late, today)
        coming = Coming(day=day, minor=1, due_on=run.day, contact_id=run.contact_id, days_late=habit.days_late)
        amount = (run.amount.minor, run.amount.currency, newest.get(run.amount.currency))
        found.add(amount, coming, share=habit.share)


def _bills(found: Forecast, *, member: User, today: date) -> None:
    """Bills on the day on which they say they pay them, else on which they are due, and today when that is over."""
    to_come = Expense.objects.kept().filter(Q(paid_on=None) | Q(paid_on__gt=today))
    rows = to_come.filter(seen_by(member)).annotate(category_name=F("category__name"))
    named = rows.values_list("paid_on", "due_on", "amount_minor", "currency", "rate", "category_name", "supplier")
    for paid_on, due_on, minor, currency, rate, category, supplier in named:
        day = paid_on or max(due_on, today)
        coming = Coming(day=day, minor=-1, due_on=due_on, what=_small(category) or supplier)
        found.add((minor, currency, rate), coming)


def _rules(found: Forecast, *, member: User, until: date, newest: Mapping[str, Decimal]) -> None:
    """Expenses that come again and have not been made yet, at their own rate or today's."""
    for rule in ExpenseRule.objects.filter(seen_by(member), next_on__lte=until).select_related("category"):
        what = _small(rule.category.name) if rule.category else rule.supplier
        last = min(until, rule.ends_on or until)
        for day in days_between(rule.starts_on, rule.interval, number=rule.made, until=last):
            coming = Coming(day=day, minor=-1, due_on=day, what=what)
            found.add((rule.amount_minor, rule.currency, rule.rate or newest.get(rule.currency)), coming)


def _small(category: str | None) -> str:
    """Write a category as it stands in a sentence: rent, but VAT and Van and travel stay as they are."""
    if not category or " " in category or not category[1:2].islower():
        return category or ""
    return category[:1].lower() + category[1:]
