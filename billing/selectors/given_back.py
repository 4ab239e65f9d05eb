"""Money that went back and has not come again: what it had paid for is due once more, and until then it is lost.

A refund re-opens what its payment had settled. Once that is paid anew it was no loss; once it is voided, credited or
written off, that is the loss, and counts there. So a refund counts only as far as what it re-opened is still open.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum

from billing.models import Allocation, Charge, LedgerEntry
from tenants.accounts import sight
from tenants.accounts.models import User

Kind = LedgerEntry.Kind
BACK = (Kind.REFUND, Kind.REFUND_FAILED, Kind.DISPUTE, Kind.DISPUTE_WON)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How much of a charge was given back, with which payment, and when it went last; minor units of the charge."""

    charge: Charge
    payment_id: int
    minor: int
    day: date


def given_back(*, member: User, until: date) -> Iterator[GivenBack]:
    """Yield what was given back up to a day and is still open; two queries over the refunds alone."""
    backs = (
        LedgerEntry.objects.filter(sight.within(member), kind__in=BACK, effective_on__lte=until)
        .order_by()
        .values_list("payment_id")
        .annotate(minor=Sum("amount_minor"), day=Max("effective_on"))
    )
    left = {payment_id: (minor, day) for payment_id, minor, day in backs if payment_id and minor > 0}
    still_open: dict[int, int] = {}
    for payment_id, debits in _reopened(list(left)).items():
        minor, day = left[payment_id]
        for debit in debits:
            free = still_open.setdefault(debit.pk, debit.open_minor)
            taken = min(minor, free)
            if taken > 0 and debit.charge is not None:
                still_open[debit.pk], minor = free - taken, minor - taken
                yield GivenBack(debit.charge, payment_id, taken, day)


def _reopened(payment_ids: list[int]) -> dict[int, list[LedgerEntry]]:
    """Return the charges' debits that each payment once settled and that are open, the latest release first."""
    uses = (
        Allocation.objects.filter(
            credit__payment__in=payment_ids,
            credit__kind=Kind.PAYMENT,
            released_at__isnull=False,
            debit__kind=Kind.CHARGE,
            debit__open_minor__gt=0,
        )
        .select_related("credit", "debit__charge")
        .order_by("credit__payment_id", "-released_at", "-pk")
    )
    found: dict[int, dict[int, LedgerEntry]] = defaultdict(dict)
    for use in uses:
        found[use.credit.payment_id or 0].setdefault(use.debit_id, use.debit)
    return {payment_id: list(debits.values()) for payment_id, debits in found.items()}
