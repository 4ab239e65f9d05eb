"""A customer's invoices and credit notes."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.selectors.invoice_papers import Paper
from billing.selectors.invoices import attached_to, invoice_for_customer, invoices_of, open_charge_ids
from billing.services.invoice_events import note_view
from crm.models.customer import Scope
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel import clock
from tenants.kernel.pages import newest_first


@customers
@require_safe
def documents(request: CustomerRequest) -> HttpResponse:
    """List every invoice and credit note, newest first, with what is still due of each."""
    page = newest_first(invoices_of(request.customer.contact_id), request.GET)
    context = {"page": page, "today": clock.today(request.business.time_zone)}
    return portal_page(request, "portal/documents.html", "documents", context)


@customers
@require_safe
def document(request: CustomerRequest, invoice_id: int) -> HttpResponse:
    """Show one of them; that it was looked at is written down for the team."""
    found = invoice_for_customer(request.customer.contact_id, invoice_id)
    if request.method == "GET":
        note_view(found, by=request.user)
    context = {
        "invoice": found,
        "paper": Paper.of(found.document),
        "today": clock.today(request.business.time_zone),
        "files": attached_to(found) if request.customer.may(Scope.FILES) else [],
        "credit_notes": found.credit_notes.order_by("pk"),
        "pay_url": _pay_url(request, found),
    }
    return portal_page(request, "portal/document.html", "documents", context)


def _pay_url(request: CustomerRequest, invoice: Any) -> str:
    """Return where exactly this invoice's open items are ticked; nothing when nothing is open."""
    chosen = [("item", str(charge_id)) for charge_id in open_charge_ids(invoice)]
    if not chosen:
        return ""
    if invoice.currency != request.business.currency:
        chosen.insert(0, ("currency", invoice.currency))
    return f"{reverse('portal:pay')}?{urlencode(chosen)}"
