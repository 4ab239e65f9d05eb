"""What Stripe says of a dispute, without Stripe; and what the owners were told of how one ended."""

from datetime import UTC, datetime

from billing.gateway.protocol import Dispute as Found
from billing.models import Payment
from emails.models import Message

TOLD = {"won": ["dispute_won"], "lost": ["dispute_lost"], "prevented": ["dispute_closed"]}
TOLD["warning_closed"] = TOLD["prevented"]


def told_ends() -> list[str]:
    """The kinds of mail about how disputes ended, one for each mail."""
    ends = Message.objects.filter(kind__in=["dispute_won", "dispute_lost", "dispute_closed"])
    return sorted(ends.values_list("kind", flat=True))


def as_told(state: str, payment: Payment) -> Found:
    """What Stripe says of a dispute in each of its states."""
    taken = not state.startswith("warning_") and state != "prevented"
    return Found(
        id="dp_1",
        intent=payment.stripe_payment_intent,
        minor=1000,
        is_withdrawn=taken,
        is_reinstated=state == "won",
        state=state,
        due_at=datetime(2030, 1, 1, tzinfo=UTC),
        opened_at=datetime(2029, 12, 1, tzinfo=UTC),
    )


class Says:
    """A gateway that says one thing of every dispute."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def dispute(self, *, account: str, dispute: str) -> Found:
        return self.found
