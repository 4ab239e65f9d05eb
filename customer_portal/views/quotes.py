"""A customer's quotes: read, accepted with a name, or declined with a reason."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.selectors.quotes import invoices_of_quote, quote_of, quotes_of
from billing.services.quote_answers import Acceptance, accept_quote, decline_quote
from billing.views.quotes import pdf_answer
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import newest_first, row_id


@customers
@require_safe
def quotes(request: CustomerRequest) -> HttpResponse:
    page = newest_first(quotes_of(request.customer.contact_id), request.GET)
    return portal_page(request, "portal/quotes.html", "quotes", {"page": page})


@customers
@require_safe
def quote(request: CustomerRequest, quote_id: int) -> HttpResponse:
    return _page(request, quote_id)


@customers
@require_safe
def quote_pdf(request: CustomerRequest, quote_id: int) -> HttpResponse:
    return pdf_answer(quote_of(request.customer.contact_id, quote_id))


@customers
@require_POST
def acceptance(request: CustomerRequest, quote_id: int) -> HttpResponse:
    """Accept with the name that was typed; the page that they read says which version it was."""
    picked = [row_id(text) for text in request.POST.getlist("option")]
    said = Acceptance(
        name=request.POST.get("name", "").replace("\0", ""),
        version=row_id(request.POST.get("version", "")) or 0,
        option_ids=[option for option in picked if option is not None],
        address=Visitor.of(request).address,
    )
    try:
        accept_quote(contact_id=request.customer.contact_id, quote_id=quote_id, acceptance=said)
    except MangoError as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            raise
        return _page(request, quote_id, refused=refusal)
    messages.success(request, _("Thank you. The quote is accepted, and what it comes to is on your account."))
    return redirect("portal:quote", quote_id)


@customers
@require_POST
def refusal(request: CustomerRequest, quote_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\0", "")
    try:
        decline_quote(contact_id=request.customer.contact_id, quote_id=quote_id, reason=reason)
    except MangoError as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            raise
        return _page(request, quote_id, refused=refused)
    messages.success(request, _("The quote is declined."))
    return redirect("portal:quote", quote_id)


def _page(request: CustomerRequest, quote_id: int, *, refused: MangoError | None = None) -> HttpResponse:
    found = quote_of(request.customer.contact_id, quote_id)
    lines = list(found.lines.select_related("quote").order_by("position"))
    context = {
        "quote": found,
        "lines": lines,
        "invoices": [invoice for invoice in invoices_of_quote(found) if not invoice.is_draft],
        "options": [line for line in lines if line.is_optional],
        "refused": refused,
        "name": request.POST.get("name", "")[:150],
        "reason": request.POST.get("reason", "")[:500],
        "ticked": request.POST.getlist("option"),
    }
    status = refused.status if refused else HTTPStatus.OK
    return portal_page(request, "portal/quote.html", "quotes", context, status=status)
