"""The work behind cash flow and profit: what Stripe keeps, and what it sends to the bank."""

from billing.gateway.protocol import GatewayError
from billing.services import disputes, fees, payouts
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("billing.note_fee", while_suspended=True)
def note_fee(*, payment_id: int) -> None:
    """Safe to run twice: a fee that is known stays. One that Stripe has not booked yet is asked for at night."""
    try:
        fees.note_fee(payment_id)
    except GatewayError as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error


@tenant_task("billing.ask_stripe_at_night", while_suspended=True)
def ask_stripe_at_night() -> None:
    """Safe to run twice: fees that are missing, of disputes too, and where payouts are."""
    try:
        payouts.refresh_payouts()
        fees.note_missing_fees()
        disputes.note_missing_dispute_fees()
    except GatewayError as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error
