"""That somebody looked, and which files go along."""

from collections.abc import Iterable

from django.db import transaction

from billing.errors.invoices import FilesAreSettled
from billing.models import Invoice, InvoiceAttachment, InvoiceEvent
from billing.services.invoice_drafts import locked_invoice
from crm.selectors.files import files_of
from crm.services.files import show_file
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound


def note_view(invoice: Invoice, *, by: User) -> None:
    """Write down that one of the customer's people has seen an invoice; once for each of them."""
    seen = InvoiceEvent(invoice=invoice, name=InvoiceEvent.Name.VIEWED, user_id=by.pk, by_name=by.name)
    InvoiceEvent.objects.bulk_create([seen], ignore_conflicts=True)


@transaction.atomic
def attach_files(invoice_id: int, *, file_ids: Iterable[int]) -> Invoice:
    """Let exactly these of the contact's files go with a draft; the customer sees them once it is issued.

    Raises NotFound for a file that is not the contact's, and FilesAreSettled once the invoice is issued.
    """
    invoice = locked_invoice(invoice_id)
    if not invoice.is_draft:
        raise FilesAreSettled(number=invoice.number)
    wanted = set(file_ids)
    found = list(files_of(invoice.contact_id).kept().filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise NotFound
    InvoiceAttachment.objects.filter(invoice=invoice).exclude(file__in=found).delete()
    InvoiceAttachment.objects.bulk_create(
        [InvoiceAttachment(invoice=invoice, file=file) for file in found], ignore_conflicts=True
    )
    return invoice


def show_attachments(invoice: Invoice) -> None:
    """Open what is attached to the customer, as the invoice is issued."""
    for file_id in InvoiceAttachment.objects.filter(invoice=invoice).values_list("file_id", flat=True):
        show_file(file_id, is_shown=True)
