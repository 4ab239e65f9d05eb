"""Statements: an account between two days, and how old what is due on it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.models import InstalmentCharge, LedgerEntry
from billing.models.ledger import LedgerQuerySet
from billing.selectors.instalments import instalment_days
from billing.selectors.lines import AccountLine, account_lines, balance_before
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

SHOWN = timedelta(days=90)
"""What a statement shows when nobody has said from when."""

AGES: tuple[tuple[int | None, str | Promise], ...] = (
    (0, _("Not due yet")),
    (30, _("1 to 30 days late")),
    (60, _("31 to 60 days late")),
    (90, _("61 to 90 days late")),
    (None, _("Over 90 days late")),
)
"""The last day of each age, in days past due, and what it is called."""


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both included; the earlier one is the first, whichever was named first."""

    since: date
    until: date

    @classmethod
    def of(cls, since: date | None, until: date | None) -> "Period":
        """Complete what was asked for: up to today, where the business is, and from three months before."""
        last = until or clock.today(require_business().time_zone)
        first = since or _before(last, SHOWN)
        return cls(min(first, last), max(first, last))


@dataclass(frozen=True, slots=True)
class Statement:
    """Lines oldest first. ``opening`` and what is charged less what is credited are ``closing``, to the cent."""

    period: Period
    opening: Money
    lines: list[AccountLine]
    charged: Money
    credited: Money
    closing: Money


@dataclass(frozen=True, slots=True)
class Age:
    label: str | Promise
    due: Money


def statement_of(contact_id: int, period: Period, currency: str = "") -> Statement:
    """Return a contact's account between two days, from the ledger alone, in one currency."""
    opening = balance_before(contact_id, period.since, currency)
    zero = Money.zero(opening.currency)
    lines = account_lines(contact_id, period.since, period.until, opening.currency, opening=opening)
    return Statement(
        period=period,
        opening=opening,
        lines=lines,
        charged=sum((line.amount for line in lines if line.amount.minor > 0), start=zero),
        credited=-sum((line.amount for line in lines if line.amount.minor < 0), start=zero),
        closing=lines[-1].balance if lines else opening,
    )


def ageing_of(contact_id: int, currency: str = "") -> list[Age]:
    """Return what is due today by how late it is, every age named; nothing when nothing is due."""
    business = require_business()
    currency = currency or business.currency
    today = clock.today(business.time_zone)
    owed = LedgerEntry.objects.unsettled().debits().filter(contact_id=contact_id, currency=currency)
    sums = [0] * len(AGES)
    for due_on, minor in _days_of(owed, today):
        sums[_age_of((today - due_on).days)] += minor
    if not any(sums):
        return []
    return [Age(label, Money(minor, currency)) for (_last, label), minor in zip(AGES, sums, strict=True)]


def _days_of(owed: LedgerQuerySet, today: date) -> Iterator[tuple[date, int]]:
    """Yield how much is due on which day: charges that are paid in parts on the days of their parts."""
    in_parts = Exists(InstalmentCharge.objects.filter(charge=OuterRef("charge"), is_live=True))
    charges = Q(kind=LedgerEntry.Kind.CHARGE)
    rows = list(owed.annotate(in_parts=charges & in_parts).values_list("in_parts", "charge_id", "due_on", "open_minor"))
    planned = instalment_days(charge_id for is_in_parts, charge_id, *_due in rows if is_in_parts)
    for is_in_parts, charge_id, due_on, minor in rows:
        if is_in_parts:
            yield from ((day, money.minor) for day, money in planned[charge_id])
        else:
            yield due_on or today, minor


def _age_of(days_late: int) -> int:
    return next(number for number, (last, _label) in enumerate(AGES) if last is None or days_late <= last)


def _before(day: date, span: timedelta) -> date:
    return day - min(span, day - date.min)
