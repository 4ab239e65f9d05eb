"""“I don't recognise this”: a customer asks about one charge, reads the answer, or takes the question back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.selectors.accounts import due_by_charge
from billing.selectors.queries import charge_of, queries_about, query_of
from billing.services.queries import query_charge, withdraw_query
from customer_portal.forms import QueryForm
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel.errors import MangoError


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: CustomerRequest, charge_id: int) -> HttpResponse:
    """Show a charge, what was asked and answered about it, and take a question."""
    charge = charge_of(request.customer.contact_id, charge_id)
    if request.method != "POST":
        return _page(request, charge.pk, QueryForm())
    form = QueryForm(request.POST)
    if not form.is_valid():
        return _page(request, charge.pk, form, status=422)
    try:
        query_charge(contact_id=charge.contact_id, charge_id=charge.pk, why=form.cleaned_data["why"], by=request.user)
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, charge.pk, form, status=refusal.status)
    told = {"name": request.business.name}
    messages.success(request, _("Thank you. %(name)s looks at it, and you need not pay it meanwhile.") % told)
    return redirect("portal:query", charge.pk)


@customers
@require_POST
def withdrawal(request: CustomerRequest, query_id: int) -> HttpResponse:
    """Take a question back."""
    own = query_of(request.customer.contact_id, query_id)
    try:
        withdraw_query(contact_id=own.contact_id, query_id=own.pk, by=request.user)
    except MangoError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your question is taken back."))
    return redirect("portal:query", own.charge_id)


def _page(request: CustomerRequest, charge_id: int, form: QueryForm, *, status: int = 200) -> HttpResponse:
    asked = queries_about(charge_id)
    context = {
        "charge": charge_of(request.customer.contact_id, charge_id),
        "due": due_by_charge([charge_id]).get(charge_id),
        "open_query": next((one for one in asked if one.is_open), None),
        "queries": [one for one in asked if not one.is_open],
        "form": form,
    }
    return portal_page(request, "portal/query.html", "account", context, status=status)
