"""The business's money at a glance."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BigIntegerField, Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import LedgerEntry, Product, Schedule
from billing.selectors.overdue import due_before
from billing.selectors.received import received
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

EXPECTED_WITHIN = timedelta(days=30)
_NOTHING = Value(0, BigIntegerField())


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all contacts; ``expected`` falls due within 30 days, without what is late already.

    What was received this month is less what went back, other currencies by their stored rates as on the cash flow;
    ``owing`` and ``late`` count the contacts, ``payments_this_month`` the payments.
    """

    owed: Money
    overdue: Money
    received_this_month: Money
    given_back_this_month: Money
    expected: Money
    owing: int
    late: int
    payments_this_month: int
    elsewhere: list[Money]
    """What is owed in other currencies, which these sums of what is owed leave out."""


def totals(*, seen_by: User) -> Totals:
    """Add up what is owed, what is late and what came this month from the contacts a member sees.

    It reads only what is open and this month's.
    """
    business = require_business()
    today = clock.today(business.time_zone)
    by_then = due_before(today + EXPECTED_WITHIN + timedelta(days=1))
    due = (
        LedgerEntry.objects.unsettled()
        .debits()
        .filter(sight.within(seen_by), currency=business.currency)
        .annotate(late_minor=due_before(today), soon_minor=by_then)
        .aggregate(
            owed=Coalesce(Sum("open_minor"), _NOTHING),
            overdue=Coalesce(Sum("late_minor", output_field=BigIntegerField()), _NOTHING),
            expected=Coalesce(Sum(F("soon_minor") - F("late_minor"), output_field=BigIntegerField()), _NOTHING),
            owing=Count("contact_id", distinct=True),
            late=Count("contact_id", distinct=True, filter=Q(late_minor__gt=0)),
        )
    )
    this_month = received(member=seen_by, since=today.replace(day=1), until=today)
    return Totals(
        owed=Money(due["owed"], business.currency),
        overdue=Money(due["overdue"], business.currency),
        received_this_month=this_month.money,
        given_back_this_month=this_month.given_back,
        expected=Money(due["expected"], business.currency),
        owing=due["owing"],
        late=due["late"],
        payments_this_month=this_month.payments,
        elsewhere=_owed_elsewhere(seen_by, business.currency),
    )


def _owed_elsewhere(seen_by: User, own: str) -> list[Money]:
    debits = LedgerEntry.objects.unsettled().debits().filter(sight.within(seen_by)).exclude(currency=own)
    found = debits.values_list("currency").annotate(sum=Sum("open_minor")).order_by("currency")
    return [Money(minor, currency) for currency, minor in found]


def has_amounts() -> bool:
    """Say whether prices or accounts are kept in the business's currency, so that it cannot change any more."""
    return Product.objects.exists() or LedgerEntry.objects.exists() or Schedule.objects.exists()
