"""The chart of the cash-flow page: 13 weeks that were, 13 that are expected, and the balance over them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.cash_words import day, money
from billing.charts import Chart, Group, draw
from billing.selectors.cash_flow import Week
from billing.selectors.outlook import Outlook
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

EVERY = 2
"""Weeks from one name on the axis to the next."""


def chart_of(seen: Outlook) -> Chart:
    weeks = [(week, False) for week in seen.past] + [(week, True) for week in seen.shown]
    groups = [_group(week, number=number, to_come=to_come) for number, (week, to_come) in enumerate(weeks)]
    return draw(groups, divide_before=len(seen.past))


def _group(week: Week, *, number: int, to_come: bool) -> Group:
    more = " chart__{}--to-come" if to_come else ""
    facts = {"week": day(week), "in": money(week.came_in), "out": money(week.went_out)}
    words = _("Week of %(week)s: %(in)s in, %(out)s out") % facts
    bars = [
        (week.came_in, "chart__in" + more.format("in"), words),
        (week.went_out, "chart__out" + more.format("out"), words),
    ]
    tick = date_format(week.starts_on, "j M") if number % EVERY == 0 else ""
    return Group(tick, bars, week.balance)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the table beside the chart; ``balance`` is None where it is not known."""

    starts_on: date
    to_come: bool
    came_in: Money
    went_out: Money
    net: Money
    balance: Money | None


def rows_of(seen: Outlook) -> list[WeekRow]:
    return [_row(week, to_come=False) for week in seen.past] + [_row(week, to_come=True) for week in seen.shown]


def _row(week: Week, *, to_come: bool) -> WeekRow:
    currency = require_business().currency
    return WeekRow(
        starts_on=week.starts_on,
        to_come=to_come,
        came_in=Money(week.came_in, currency),
        went_out=Money(week.went_out, currency),
        net=Money(week.net, currency),
        balance=None if week.balance is None else Money(week.balance, currency),
    )
