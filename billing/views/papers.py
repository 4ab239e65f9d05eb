"""The paper of an invoice and its e-invoices, for the team."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.errors import NoSuchInvoice
from billing.models import Invoice
from billing.paper_files import paper_answer, xml_answer
from billing.services.invoice_papers import cross_industry_invoice, universal_invoice
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("invoices.view")
@require_safe
def invoice_pdf(_request: MemberRequest, invoice_id: int) -> HttpResponse:
    return paper_answer(_issued(invoice_id))


@allowed("invoices.view")
@require_safe
def invoice_ubl(_request: MemberRequest, invoice_id: int) -> HttpResponse:
    """UBL 2.1, as Peppol and public buyers take it."""
    return xml_answer(_issued(invoice_id), universal_invoice(invoice_id), "ubl")


@allowed("invoices.view")
@require_safe
def invoice_cii(_request: MemberRequest, invoice_id: int) -> HttpResponse:
    """The Cross Industry Invoice alone, which the PDF carries as a Factur-X."""
    return xml_answer(_issued(invoice_id), cross_industry_invoice(invoice_id), "cii")


def _issued(invoice_id: int) -> Invoice:
    found = Invoice.objects.issued().filter(pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    return found
