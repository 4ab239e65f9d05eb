"""What was received less what went back, in the business's currency by stored rates: one figure wherever it stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from billing.models import LedgerEntry, Payment
from billing.models.ledger import GIVEN_BACK, LedgerQuerySet
from billing.selectors import stored_rates as rates
from billing.selectors.base import sum_in_base
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Received:
    """``money`` is what is left of the payments; ``given_back`` is below zero where more came again than went."""

    money: Money
    given_back: Money
    payments: int


def received(*, member: User, since: date, until: date) -> Received:
    """Add up some days in two queries; amounts without a rate are left out."""
    payments = payments_within(member, since, until).annotate(on_rate=rates.OF_PAYMENT).order_by()
    grouped = list(payments.values_list("currency", "on_rate").annotate(sum=Sum("amount_minor"), count=Count("pk")))
    came = sum_in_base((minor, currency, rate) for currency, rate, minor, _count in grouped).money
    went = given_back_within(member, since, until).annotate(on_rate=rates.OF_ENTRY)
    back = sum_in_base(rates.rows_by_rate(went)).money
    return Received(came - back, back, sum(count for *_of, count in grouped))


def payments_within(member: User, since: date, until: date) -> "QuerySet[Payment]":
    return Payment.objects.filter(
        sight.within(member), state=Payment.State.SUCCEEDED, received_on__range=(since, until)
    )


def given_back_within(member: User, since: date, until: date) -> LedgerQuerySet:
    """Return refunds and disputes as debits, and those that failed or were won as credits."""
    found: LedgerQuerySet = LedgerEntry.objects.filter(
        sight.within(member), kind__in=GIVEN_BACK, effective_on__range=(since, until)
    )
    return found
