from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.selectors.payments import receipt_of
from billing.services.papers import kept_receipt
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest


@customers
@require_safe
def receipt(request: CustomerRequest, payment_id: int) -> HttpResponse:
    """One payment as a receipt: what it paid, and what is left."""
    found = receipt_of(request.customer.contact_id, payment_id)
    context = {"receipt": found, "is_new": "new" in request.GET, "is_saved": "saved" in request.GET}
    return portal_page(request, "portal/receipt.html", "account", context)


@customers
@require_safe
def receipt_pdf(request: CustomerRequest, payment_id: int) -> HttpResponse:
    found = receipt_of(request.customer.contact_id, payment_id)
    answer = HttpResponse(kept_receipt(found.payment.pk), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.payment.receipt_name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
