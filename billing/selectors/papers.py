"""Which papers are whose."""

from billing.errors import NoSuchInvoice
from billing.models import Invoice


def paper_of(contact_id: int, invoice_id: int) -> Invoice:
    """Return an issued document of a contact; a draft and another's are as unknown as one that never was."""
    found = Invoice.objects.issued().filter(contact_id=contact_id, pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    return found
