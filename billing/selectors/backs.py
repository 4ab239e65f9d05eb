"""What of a payment went back, by the team's hand or by its bank's: the same words wherever a payment is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from billing.models import LedgerEntry, Payment
from tenants.kernel.money import Money

Kind = LedgerEntry.Kind
GIVEN = (Kind.REFUND, Kind.REFUND_FAILED)
TAKEN = (Kind.DISPUTE, Kind.DISPUTE_WON)


@dataclass(frozen=True, slots=True)
class Back:
    """A payment, what of it was given back, and what its bank has taken; together they may be more than came."""

    payment: Payment
    given: Money
    taken: Money

    @property
    def standing(self) -> str:
        """Nothing while all of it is kept; otherwise ``given`` or ``taken``, with ``partly_`` where a part stayed."""
        gone = self.given + self.taken
        if gone.minor <= 0:
            return ""
        how = "taken" if self.taken.minor > 0 else "given"
        return how if gone.minor >= self.payment.amount_minor else f"partly_{how}"


def backs_of(payments: Iterable[Payment]) -> list[Back]:
    """Return payments in their order with what went back of each, in one query."""
    shown = list(payments)
    moved = LedgerEntry.objects.filter(payment__in=[each.pk for each in shown], kind__in=[*GIVEN, *TAKEN])
    sums = Counter[tuple[int | None, bool]]()
    for payment_id, kind, minor in moved.values_list("payment_id", "kind").annotate(minor=Sum("amount_minor")):
        sums[payment_id, kind in TAKEN] += minor
    return [
        Back(each, Money(sums[each.pk, False], each.currency), Money(sums[each.pk, True], each.currency))
        for each in shown
    ]


def back_of(payment: Payment) -> Back:
    return backs_of([payment])[0]
