"""Invoices on paper are made once, from what is frozen, and the same bytes are handed out ever after."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from django.urls import reverse

from billing.einvoices.gaps import gaps
from billing.einvoices.xml import cii_of, ubl_of
from billing.errors import NoSuchInvoice
from billing.errors.papers import PaperChanged
from billing.invoice_paper import invoice_pdf
from billing.models import Invoice
from emails.attachments import Attachment
from tenants import files
from tenants.kernel.errors import NotFound, Unavailable
from tenants.links import business_url

PDF = "application/pdf"
log = structlog.get_logger()


def kept_invoice(invoice_id: int) -> bytes:
    """Return the paper of an issued invoice or credit note: the one that is kept, or the first, kept from now on.

    It carries the e-invoice (Factur-X) where nothing is lacking for one. Raises NoSuchInvoice for a draft, PaperChanged
    when what is kept is not what was put there, and Unavailable when the storage does not hand it out.
    """
    invoice = _issued(invoice_id)
    return _read(invoice) if invoice.pdf_key else _keep(invoice)


def cross_industry_invoice(invoice_id: int) -> bytes:
    """Return the XML that Factur-X carries; raises NoEInvoice with what is lacking."""
    return cii_of(_issued(invoice_id).document)


def universal_invoice(invoice_id: int) -> bytes:
    """Return the invoice as UBL 2.1; raises NoEInvoice with what is lacking."""
    return ubl_of(_issued(invoice_id).document)


def attach_invoice(context: Mapping[str, Any]) -> Attachment:
    """Make the file that goes with the mails of kinds "invoice" and "credit_note"."""
    return Attachment(f"{context['number']}.pdf".replace("/", "-"), kept_invoice(int(context["invoice_id"])), PDF)


def spoilt_papers() -> Iterator[tuple[str, str]]:
    """Yield a fault for each kept paper that cannot be read back as it was put there; one file after the other."""
    for invoice in Invoice.objects.issued().exclude(pdf_key="").order_by("pk").iterator():
        try:
            _read(invoice)
        except PaperChanged:
            yield "papers", f"The paper of invoice {invoice.number} is not the one that was made."
        except (NotFound, Unavailable) as error:
            yield "papers", f"The paper of invoice {invoice.number} cannot be read: {type(error).__name__}."


def _issued(invoice_id: int) -> Invoice:
    invoice = Invoice.objects.issued().filter(pk=invoice_id).first()
    if invoice is None:
        raise NoSuchInvoice
    return invoice


def _keep(invoice: Invoice) -> bytes:
    pdf = _drawn(invoice)
    try:
        key = files.store("invoices", pdf, content_type=PDF)
    except Unavailable:
        return pdf  # a storage that takes no file keeps nobody from their invoice; the next one asks again
    kept = Invoice.objects.filter(pk=invoice.pk, pdf_key="").update(pdf_key=key, pdf_sha256=_digest(pdf))
    if kept:
        return pdf
    files.discard(key)  # somebody was faster: theirs is the one
    return kept_invoice(invoice.pk)


def _drawn(invoice: Invoice) -> bytes:
    said = invoice.document
    if invoice.issued_at is None:
        raise NoSuchInvoice
    return invoice_pdf(
        said,
        code=invoice.verify_code,
        verify_url=business_url(reverse("portal:verify")),
        made_at=invoice.issued_at,
        xml=None if gaps(said) else cii_of(said),
    )


def _read(invoice: Invoice) -> bytes:
    with files.open_key(invoice.pdf_key) as kept:
        pdf = bytes(kept.read())
    if _digest(pdf) != invoice.pdf_sha256:
        log.error("paper_changed", invoice=invoice.number, key=invoice.pdf_key)
        raise PaperChanged(number=invoice.number)
    return pdf


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
