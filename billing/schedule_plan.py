"""What a schedule will charge, day by day: running, previewing and forecasting all read the same plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from billing.recurrence import Rhythm, Unit, periods
from billing.services.pricing import NO_DISCOUNT, Discount, Price, price_line
from tenants.kernel.money import Money

SHOWN_AHEAD = 3
_WEEKS_OF_A_MONTH = Decimal(52) / Decimal(12)
_MONTHS = {Unit.MONTH: Decimal(1), Unit.YEAR: Decimal(12)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How much of it at which price, for periods that begin on ``since`` or later."""

    since: date
    unit_price: Money
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A charge to come: its day is the first of its period."""

    day: date
    terms: Terms
    price: Price

    @property
    def amount(self) -> Money:
        return self.price.gross


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that decides what is charged when. ``terms`` stand in the order of their days, the first from the start on.

    Nothing is charged up to ``trial_until``, nor after ``ends_on``, nor for a skipped period; ``runs_left`` counts
    charges, so a free or skipped period takes none away.
    """

    rhythm: Rhythm
    terms: tuple[Terms, ...]
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    discount: Discount = NO_DISCOUNT
    trial_until: date | None = None
    ends_on: date | None = None
    runs_left: int | None = None
    skipped: frozenset[date] = frozenset()

    def runs(self, since: date) -> Iterator[Planned]:
        """Yield what will be charged from a day on, in order; without end unless the plan has one."""
        return (self._planned(day) for day in islice(self._days(since), self.runs_left))

    def ahead(self, since: date) -> list[Planned]:
        """Return the next three charges."""
        return list(islice(self.runs(since), SHOWN_AHEAD))

    def renewal(self, since: date) -> date | None:
        """Return the first day of the next period, charged or not: what was paid for lasts until the day before."""
        return next(periods(self.rhythm, since), None)

    def terms_on(self, day: date) -> Terms:
        return next((terms for terms in reversed(self.terms) if terms.since <= day), self.terms[0])

    def priced_on(self, today: date) -> date:
        """Return the day whose price counts now: before it starts that of the start, after its end that of the end."""
        return min(max(today, self.rhythm.starts_on), self.ends_on or date.max)

    def price_on(self, day: date) -> Price:
        terms = self.terms_on(day)
        return price_line(
            unit_price=terms.unit_price,
            quantity=terms.quantity,
            tax_rate=self.tax_rate,
            tax_inclusive=self.tax_inclusive,
            discount=self.discount,
        )

    def changes(self, today: date) -> list[Planned]:
        """Return the prices to come before it ends, each with the first period for which it is charged."""
        end = self.ends_on or date.max
        later = [terms for terms in self.terms if self.priced_on(today) < terms.since <= end]
        return [
            Planned(day=self.renewal(terms.since) or terms.since, terms=terms, price=self.price_on(terms.since))
            for terms in later
        ]

    def a_month(self, day: date) -> Money:
        """Return what it is worth a month at the price of a day, as if every month had 52/12 weeks."""
        rhythm = self.rhythm
        each = _WEEKS_OF_A_MONTH if rhythm.unit == Unit.WEEK else 1 / _MONTHS[Unit(rhythm.unit)]
        return self.price_on(day).gross.times(each / rhythm.count)

    def with_terms(self, terms: tuple[Terms, ...]) -> "Plan":
        return replace(self, terms=terms)

    def _days(self, since: date) -> Iterator[date]:
        for day in periods(self.rhythm, since):
            if self.ends_on is not None and day > self.ends_on:
                return
            if day not in self.skipped and (self.trial_until is None or day > self.trial_until):
                yield day

    def _planned(self, day: date) -> Planned:
        return Planned(day=day, terms=self.terms_on(day), price=self.price_on(day))
