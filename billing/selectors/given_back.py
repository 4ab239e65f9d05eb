"""Money that went back and has not come again: what it had paid for is due once more, and until then it is lost.

A refund re-opens what its payment had settled. Once that is paid anew it was no loss; once it is voided, credited or
written off, that is the loss, and counts there. So a refund counts only as far as what it re-opened is still open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from billing.models import Allocation, Charge, LedgerEntry
from billing.models.ledger import LedgerQuerySet
from tenants.accounts import sight
from tenants.accounts.models import User

Kind = LedgerEntry.Kind
REFUNDED = (Kind.REFUND, Kind.REFUND_FAILED)
BACK = (*REFUNDED, Kind.DISPUTE, Kind.DISPUTE_WON)
Backs = Mapping[int, list[tuple[date, int]]]
"""By payment what went back on which day and has not come again, the latest first."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How much of a charge was given back, of which payment, and on which day; minor units of the charge."""

    charge: Charge
    payment_id: int
    minor: int
    day: date


def given_back(*, member: User) -> Iterator[GivenBack]:
    """Yield what was given back and is still open, each part on its day; two queries over the refunds alone.

    What was paid again counts for what went back first, so that a month says the same within whatever period.
    """
    backs = _backs(LedgerEntry.objects.filter(sight.within(member), kind__in=BACK))
    return _still_open(backs, _reopened(backs))


def refunded_minor(contact_ids: Iterable[int]) -> Mapping[int, int]:
    """Return by charge how much of what is open was paid and refunded; disputes have rules of their own."""
    refunds = LedgerEntry.objects.filter(contact_id__in=list(contact_ids), kind__in=REFUNDED)
    backs, sums = _backs(refunds), Counter[int]()
    for back in _still_open(backs, _reopened(backs)):
        sums[back.charge.pk] += back.minor
    return sums


def _backs(entries: LedgerQuerySet) -> Backs:
    """A refund that failed, or a dispute that was won, was none: it has the name of what it undoes."""
    sums: dict[tuple[int, str], tuple[date, int]] = {}
    rows = entries.order_by("pk").values_list("payment_id", "key", "effective_on", "amount_minor")
    for payment_id, key, day, minor in rows:
        name = (payment_id or 0, key.partition(":")[2])
        first, before = sums.get(name, (day, 0))
        sums[name] = (first, before + minor)
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for (payment_id, _name), back in reversed(sums.items()):
        if back[1] > 0:
            found[payment_id].append(back)
    return found


def _still_open(backs: Backs, reopened: Mapping[int, list[LedgerEntry]]) -> Iterator[GivenBack]:
    free: dict[int, int] = {}
    for payment_id, debits in reopened.items():
        for day, gone in backs[payment_id]:
            minor = gone
            for debit in debits:
                taken = min(minor, free.setdefault(debit.pk, debit.open_minor))
                if taken > 0 and debit.charge is not None:
                    free[debit.pk], minor = free[debit.pk] - taken, minor - taken
                    yield GivenBack(debit.charge, payment_id, taken, day)


def _reopened(payment_ids: Iterable[int]) -> dict[int, list[LedgerEntry]]:
    """Return the charges' debits that each payment once settled and that are open, the latest release first."""
    uses = (
        Allocation.objects.filter(
            credit__payment__in=list(payment_ids),
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
