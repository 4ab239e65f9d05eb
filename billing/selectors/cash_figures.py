"""The figures at the top of the cash-flow page, in the business's currency by stored rates."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F

from billing.models import Expense, LedgerEntry, Payout
from billing.selectors import stored_rates as rates
from billing.selectors.base import sum_in_base
from billing.selectors.expenses import seen_by
from billing.selectors.overdue import due_before
from billing.selectors.received import received
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFigures:
    """What was received is less what went back; ``received_before`` is last month's up to the same day.

    ``apart`` has no rate and is in none of the sums.
    """

    received: Money
    received_before: Money
    owed: Money
    overdue: Money
    spent: Money
    unpaid_bills: Money
    apart: list[Money]


def cash_figures(*, seen_by_member: User) -> CashFigures:
    """Add up a month and what is open, for the contacts that a member sees; each sum is a query or two."""
    today = clock.today(require_business().time_zone)
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    same_day = min(before + timedelta(days=today.day - 1), month - timedelta(days=1))
    open_now = LedgerEntry.objects.unsettled().debits().filter(sight.within(seen_by_member))
    owed = sum_in_base(rates.rows_by_rate(open_now.annotate(on_rate=rates.OF_ENTRY), "open_minor"))
    late = open_now.annotate(on_rate=rates.OF_ENTRY, late_minor=due_before(today)).filter(late_minor__gt=0)
    bills = Expense.objects.kept().filter(seen_by(seen_by_member)).annotate(on_rate=F("rate"))
    return CashFigures(
        received=received(member=seen_by_member, since=month, until=today).money,
        received_before=received(member=seen_by_member, since=before, until=same_day).money,
        owed=owed.money,
        overdue=sum_in_base(rates.rows_by_rate(late, "late_minor")).money,
        spent=sum_in_base(rates.rows_by_rate(bills.filter(spent_on__range=(month, today)))).money,
        unpaid_bills=sum_in_base(rates.rows_by_rate(bills.filter(paid_on=None))).money,
        apart=owed.apart,
    )


def on_its_way(payouts: list[Payout]) -> list[Money]:
    """Return payouts by currency, the business's own first."""
    currency = require_business().currency
    own = Money(sum(payout.amount_minor for payout in payouts if payout.currency == currency), currency)
    others: dict[str, int] = {}
    for payout in payouts:
        if payout.currency != currency:
            others[payout.currency] = others.get(payout.currency, 0) + payout.amount_minor
    return [own, *(Money(minor, code) for code, minor in sorted(others.items()))]
