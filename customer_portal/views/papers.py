from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.paper_files import paper_answer
from billing.selectors.papers import paper_of
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest


@customers
@require_safe
def document_pdf(request: CustomerRequest, invoice_id: int) -> HttpResponse:
    return paper_answer(paper_of(request.customer.contact_id, invoice_id))
