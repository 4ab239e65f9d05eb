"""What a customer may see of how they tried to pay."""

from billing.errors import NoSuchAttempt
from billing.models import PaymentAttempt


def attempt_of(contact_id: int, attempt_id: int) -> PaymentAttempt:
    """Return one attempt of a contact; another contact's is as unknown as one that never was."""
    attempt = PaymentAttempt.objects.select_related("payment").filter(contact_id=contact_id, pk=attempt_id).first()
    if attempt is None:
        raise NoSuchAttempt
    return attempt
