"""Paying one document through its link, without an account: its own charges, and nothing else of its contact's."""

from billing.models import AttemptItem, Charge, DocumentLink, PaymentAttempt
from billing.services.attempts import refresh_attempt
from billing.services.checkout import Wish, start_checkout
from tenants.kernel.errors import MangoError


def start_document_checkout(link: DocumentLink, *, success_url: str, cancel_url: str) -> PaymentAttempt:
    """Return an open attempt over all that is due of the document; must not be called inside a transaction.

    Raises what start_checkout raises: nothing is due, a payment is on its way, cards are not taken.
    """
    invoice = link.invoice
    charges = Charge.objects.filter(invoice=invoice, state=Charge.State.OPEN)
    return start_checkout(
        Wish(
            contact_id=invoice.contact_id,
            customer_user_id=None,
            charge_ids=list(charges.values_list("pk", flat=True)),
            amount=None,
            success_url=success_url,
            cancel_url=cancel_url,
        )
    )


def look_again(link: DocumentLink) -> None:
    """Ask Stripe what became of payments of the document that have not ended; its silence changes nothing."""
    live = AttemptItem.objects.filter(is_live=True, charge__invoice_id=link.invoice_id)
    for attempt_id in set(live.values_list("attempt_id", flat=True)):
        try:
            refresh_attempt(attempt_id)
        except MangoError:  # the page says what we know, and looks again when it is loaded again
            continue
