"""Invoices as files to take along."""

from django.http import HttpResponse

from billing.models import Invoice
from billing.services.invoice_papers import kept_invoice

XML = "application/xml"


def paper_answer(invoice: Invoice) -> HttpResponse:
    """Answer with the paper of an issued invoice."""
    return _answer(kept_invoice(invoice.pk), "application/pdf", f"{_plain(invoice.number)}.pdf", shown="inline")


def xml_answer(invoice: Invoice, xml: bytes, kind: str) -> HttpResponse:
    """Answer with an e-invoice, to be kept rather than shown."""
    return _answer(xml, XML, f"{_plain(invoice.number)}-{kind}.xml", shown="attachment")


def _answer(content: bytes, content_type: str, name: str, *, shown: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _plain(number: str) -> str:
    """A number may hold what a file's name or a header must not."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in number)
