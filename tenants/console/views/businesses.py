"""Every business, and one of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.selectors.business import done_about, inside, work_of
from tenants.console.selectors.businesses import SORTS, STATES, business_named, business_page, current_fingerprint
from tenants.kernel.panels import panels
from tenants.links import business_url


@operators
@require_safe
def business_list(request: OperatorRequest) -> HttpResponse:
    context = {
        "page": business_page(request.GET),
        "states": STATES,
        "sorts": [(name, sort.label) for name, sort in SORTS.items()],
        "current": current_fingerprint(),
    }
    return render(request, "console/businesses.html", context)


@operators
@require_safe
def business(request: OperatorRequest, business_id: int) -> HttpResponse:
    found = business_named(business_id)
    context = {
        "shown": found,
        "url": business_url("/", subdomain=found.subdomain),
        "inside": inside(found),
        "work": work_of(found),
        "done": done_about(found),
        "current": current_fingerprint(),
        "panels": panels("console.business", request, business=found),
    }
    return render(request, "console/business.html", context)
