"""The work behind cash flow and profit: what Stripe keeps, and what it sends to the bank."""

from datetime import timedelta

from billing.gateway.protocol import GatewayError
from billing.services import fees, payouts
from tenants import directory
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.jobs.tasks import platform_task, tenant_task
from tenants.kernel.scope import business_scope
from tenants.models import Business


@tenant_task("billing.note_fee", while_suspended=True)
def note_fee(*, payment_id: int) -> None:
    """Safe to run twice: a fee that is known stays. One that Stripe has not booked yet is asked for at night."""
    try:
        fees.note_fee(payment_id)
    except GatewayError as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error


@tenant_task("billing.ask_stripe_at_night", while_suspended=True)
def ask_stripe_at_night() -> None:
    """Safe to run twice: fees that are missing, and where payouts are."""
    try:
        payouts.refresh_payouts()
        fees.note_missing_fees()
    except GatewayError as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error


@platform_task("billing.ask_stripe_for_all", every=timedelta(hours=24))
def ask_stripe_for_all() -> None:
    """Ask for every business that takes payments; work that waits already is not asked for twice."""
    for business in Business.objects.exclude(stripe_account="").filter(state="active").order_by("pk"):
        with business_scope(directory.snapshot(business)):
            enqueue("billing.ask_stripe_at_night", key="nightly")
