"""What operators and the platform did; rows are chained, and `manage.py verify_audit` proves them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.models import PlatformActivity
from tenants.console.wording import entries_of
from tenants.kernel.pages import newest_first, row_id
from tenants.models import Business


@operators
@require_safe
def audit(request: OperatorRequest) -> HttpResponse:
    """Newest first; ``?business=ID`` only what was done about one."""
    rows = PlatformActivity.objects.all()
    about = row_id(request.GET.get("business", ""))
    if about is not None:
        rows = rows.filter(business_id=about)
    page = newest_first(rows, request.GET)
    entries = entries_of(page.rows)
    names = dict(
        Business.objects.filter(pk__in={entry.business_id for entry in entries if entry.business_id}).values_list(
            "pk", "name"
        )
    )
    context = {
        "page": page,
        "entries": [(entry, names.get(entry.business_id or 0, "")) for entry in entries],
        "about": about,
    }
    return render(request, "console/audit.html", context)
