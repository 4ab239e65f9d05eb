"""What a customer may see of how they tried to pay."""

from collections.abc import Iterable
from dataclasses import dataclass

from billing.errors import NoSuchAttempt
from billing.models import AttemptItem, PaymentAttempt
from tenants.kernel import clock


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A payment whose page was left open, and the charges that were to be paid on it."""

    attempt: PaymentAttempt
    charge_ids: frozenset[int]


def attempt_of(contact_id: int, attempt_id: int) -> PaymentAttempt:
    """Return one attempt of a contact; another contact's is as unknown as one that never was."""
    attempt = PaymentAttempt.objects.select_related("payment").filter(contact_id=contact_id, pk=attempt_id).first()
    if attempt is None:
        raise NoSuchAttempt
    return attempt


def pending_charge_ids(contact_ids: Iterable[int] | None = None) -> set[int]:
    """Return the charges that a bank debit is on its way for; until it is there nothing else can be paid of them."""
    debits = AttemptItem.objects.filter(is_live=True, attempt__state=PaymentAttempt.State.PROCESSING)
    if contact_ids is not None:
        debits = debits.filter(attempt__contact_id__in=list(contact_ids))
    return set(debits.values_list("charge_id", flat=True))


def unfinished_of(contact_id: int) -> Unfinished | None:
    """Return what a contact began to pay last and can still finish, as far as we have heard; Stripe is not asked."""
    items = AttemptItem.objects.filter(
        is_live=True,
        attempt__contact_id=contact_id,
        attempt__state=PaymentAttempt.State.OPEN,
        attempt__expires_at__gt=clock.now(),
    )
    found = list(items.select_related("attempt").order_by("-attempt_id"))
    if not found:
        return None
    attempt = found[0].attempt
    return Unfinished(attempt, frozenset(item.charge_id for item in found if item.attempt_id == attempt.pk))
