"""Where Stripe and the books stand with each other."""

from django.db.models import QuerySet, Sum

from billing.errors import NoSuchDifference
from billing.gateway.protocol import Dispute as Found
from billing.models import Difference, Dispute, LedgerEntry, Payment, Reconciliation
from tenants.accounts import sight
from tenants.accounts.models import User

_REFUNDS = (LedgerEntry.Kind.REFUND, LedgerEntry.Kind.REFUND_FAILED)


def refunded_of(payment: Payment) -> int:
    """Return how much of a payment the books say was refunded, in minor units; disputes are something else."""
    entries = LedgerEntry.objects.filter(payment=payment, kind__in=_REFUNDS)
    return int(entries.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def is_followed(found: Found) -> bool:
    """Say whether the books have a dispute as Stripe has it: its state, and the money that moved with it."""
    moved = {f"dispute:{found.id}": found.is_withdrawn, f"dispute_won:{found.id}": found.is_reinstated}
    booked = set(LedgerEntry.objects.filter(key__in=moved).values_list("key", flat=True))
    is_known = Dispute.objects.filter(stripe_dispute=found.id, state=found.state).exists()
    return is_known and booked >= {key for key, has_moved in moved.items() if has_moved}


def latest_reconciliation() -> Reconciliation | None:
    return Reconciliation.objects.order_by("-started_at").first()


def differences(*, seen_by: User, state: str = Difference.State.OPEN) -> QuerySet[Difference]:
    """Return the differences in a state, newest first; one of no contact is for who sees all contacts."""
    return _seen_by(seen_by).filter(state=state).order_by("-pk")


def difference_named(difference_id: int, *, seen_by: User) -> Difference:
    found = _seen_by(seen_by).filter(pk=difference_id).first()
    if found is None:
        raise NoSuchDifference
    return found


def _seen_by(member: User) -> QuerySet[Difference]:
    found = Difference.objects.select_related("payment__contact")
    if member.sees_all_contacts:
        return found
    return found.filter(payment__in=Payment.objects.filter(sight.within(member)))
