"""What becomes of a quote once it is accepted, as the business has chosen: charges only, a draft, or an invoice."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from billing.errors.invoices import NumberTaken
from billing.models import AcceptedQuote, Charge, Invoice, Quote
from billing.selectors.invoicing import due_days_of, invoicing_rules
from billing.services.invoice_drafts import draft_over
from billing.services.invoices import issue_invoice
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def due_day_of(quote: Quote) -> date | None:
    """Return when what is accepted falls due: by the terms of the invoice it is to stand on, though that is a draft."""
    if invoicing_rules().accepted_quote == AcceptedQuote.CHARGES:
        return None
    return clock.today(require_business().time_zone) + timedelta(days=due_days_of(quote.contact_id))


def invoice_accepted(quote: Quote, charges: Sequence[Charge]) -> Invoice | None:
    """Put the charges of a quote on an invoice, in the transaction that accepts it; None where the business waits.

    A customer's yes never fails for want of a number: the draft then waits for the team, who are told why at issue.
    """
    wanted = invoicing_rules().accepted_quote
    if wanted == AcceptedQuote.CHARGES:
        return None
    draft = draft_over(quote.contact_id, charges)
    if wanted == AcceptedQuote.DRAFT:
        return draft
    try:
        with transaction.atomic():
            return issue_invoice(draft.pk)
    except NumberTaken:
        return draft
