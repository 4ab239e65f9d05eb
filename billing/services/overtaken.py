"""Open ways to pay for something that needs no paying any more."""

from django.db.models import F

from billing.models import AttemptItem, PaymentAttempt
from tenants.kernel.jobs.queue import enqueue


def retire_overtaken_attempts(contact_id: int) -> None:
    """Have the checkouts closed that ask for more than is still due on one of their charges."""
    waiting = [PaymentAttempt.State.CREATED, PaymentAttempt.State.OPEN, PaymentAttempt.State.UNKNOWN]
    overtaken = AttemptItem.objects.filter(
        is_live=True,
        attempt__contact_id=contact_id,
        attempt__state__in=waiting,
        charge__entries__kind="charge",
        charge__entries__open_minor__lt=F("amount_minor"),
    )
    for attempt_id in set(overtaken.values_list("attempt_id", flat=True)):
        enqueue("billing.retire_attempt", attempt_id=attempt_id)
