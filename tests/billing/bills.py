"""Short words for tests about invoices."""

from decimal import Decimal

from billing.models import Invoice
from billing.services.credit_notes import CreditNoteDraft, credit_invoice
from billing.services.invoice_drafts import InvoiceDraft, LineDraft, gather, save_draft
from billing.services.invoices import issue_invoice
from crm.models import Contact
from tests.billing.books import money


def line(minor: int = 1000, description: str = "Sourdough", **facts) -> LineDraft:
    return LineDraft(description=description, unit_price=money(minor), **facts)


def draft(of: Contact, *lines: LineDraft, **facts) -> Invoice:
    return save_draft(contact_id=of.pk, draft=InvoiceDraft(lines=lines, **facts))


def issued(of: Contact, *lines: LineDraft, **facts) -> Invoice:
    """An invoice over these lines; over all that is owed without any."""
    made = draft(of, *lines, **facts) if lines else gather(contact_id=of.pk)
    return issue_invoice(made.pk, is_mailed=False)


def credited(invoice: Invoice, minors: dict[int, int] | None = None, **facts) -> Invoice:
    amounts = None if minors is None else {pk: money(minor) for pk, minor in minors.items()}
    wanted = CreditNoteDraft(reason=facts.pop("reason", "Two were missing"), amounts=amounts, **facts)
    return credit_invoice(invoice.pk, draft=wanted)


def only_charge(invoice: Invoice) -> int:
    return invoice.charges.get().pk


TEN, TWENTY = Decimal(10), Decimal(20)
