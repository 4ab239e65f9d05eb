"""Suspending a business and restoring it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.console.access import operators
from tenants.console.errors import AlreadySo
from tenants.console.forms import SuspensionForm
from tenants.console.http import OperatorRequest
from tenants.console.selectors.businesses import business_named
from tenants.console.services import standing
from tenants.models import Business


@operators
@require_http_methods(["GET", "HEAD", "POST"])
def suspension(request: OperatorRequest, business_id: int) -> HttpResponseBase:
    business = business_named(business_id)
    if request.method != "POST":
        return _page(request, business, SuspensionForm(initial={"state": Business.State.READ_ONLY}))
    form = SuspensionForm(request.POST)
    if not form.is_valid():
        return _page(request, business, form, status=422)
    try:
        standing.suspend(business_id=business.pk, **form.cleaned_data)
    except AlreadySo as refusal:
        return _page(request, business, form, status=refusal.status, refusal=refusal)
    messages.success(request, _("%(business)s is suspended, and its owners are being told.") % {"business": business})
    return redirect("console:business", business.pk)


@operators
@require_POST
def restoration(request: OperatorRequest, business_id: int) -> HttpResponseBase:
    business = business_named(business_id)
    try:
        standing.restore(business.pk)
    except AlreadySo as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("%(business)s is open again; what had waited goes on.") % {"business": business})
    return redirect("console:business", business.pk)


def _page(
    request: OperatorRequest, business: Business, form: SuspensionForm, *, status: int = 200, refusal: object = None
) -> HttpResponse:
    context = {"shown": business, "form": form, "refusal": refusal}
    return render(request, "console/suspension.html", context, status=status)
