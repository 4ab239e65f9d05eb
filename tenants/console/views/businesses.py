"""Every business, and one of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.selectors.businesses import SORTS, business_page, current_fingerprint
from tenants.models import Business


@operators
@require_safe
def business_list(request: OperatorRequest) -> HttpResponse:
    context = {
        "page": business_page(request.GET),
        "states": Business.State.choices,
        "sorts": [(name, sort.label) for name, sort in SORTS.items()],
        "current": current_fingerprint(),
    }
    return render(request, "console/businesses.html", context)
