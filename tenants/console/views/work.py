"""Work that was given up, and the mail and the schemas that wait."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.models import Pulse
from tenants.console.selectors.businesses import current_fingerprint
from tenants.console.selectors.overview import queues, versions
from tenants.console.services import work as rules
from tenants.kernel.errors import MangoError
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.pages import newest_first, row_id
from tenants.models import Business, WarmSchema
from tenants.provisioning.pool import POOL_SIZE

SHOWN = 50


@operators
@require_safe
def work_list(request: OperatorRequest) -> HttpResponse:
    """Dead letters, newest first; ``?business=ID`` only one business's."""
    dead = DueWork.objects.filter(state=DueWork.State.DEAD)
    about = row_id(request.GET.get("business", ""))
    if about is not None:
        dead = dead.filter(business_id=about)
    page = newest_first(dead, request.GET)
    ids = {row.business_id for row in page.rows if row.business_id is not None}
    names = dict(Business.objects.filter(pk__in=ids).values_list("pk", "name"))
    context = {
        "page": page,
        "rows": [(row, names.get(row.business_id or 0, "")) for row in page.rows],
        "queues": queues(),
        "about": about,
    }
    return render(request, "console/work.html", context)


@operators
@require_POST
def retry(request: OperatorRequest, work_id: int) -> HttpResponseBase:
    return _done(request, lambda: rules.retry(work_id), _("It is being tried again."))


@operators
@require_POST
def discard(request: OperatorRequest, work_id: int) -> HttpResponseBase:
    return _done(request, lambda: rules.discard(work_id), _("It is put away. The audit says what it was."))


@operators
@require_safe
def mail(request: OperatorRequest) -> HttpResponse:
    """The businesses with mail that did not arrive, the most first, as last counted."""
    troubled = Pulse.objects.filter(mail_troubled__gt=0).select_related("business")
    return render(request, "console/mail.html", {"troubled": troubled.order_by("-mail_troubled", "pk")[:SHOWN]})


@operators
@require_safe
def provisioning(request: OperatorRequest) -> HttpResponse:
    context = {
        "schemas": WarmSchema.objects.order_by("pk"),
        "size": POOL_SIZE,
        "current": current_fingerprint(),
        "versions": versions(),
        "filling": DueWork.objects.filter(name="tenants.fill_pool").order_by("pk"),
        "unreachable": Pulse.objects.exclude(fault="").select_related("business").order_by("pk")[:SHOWN],
    }
    return render(request, "console/provisioning.html", context)


@operators
@require_POST
def refill(request: OperatorRequest) -> HttpResponseBase:
    rules.refill_pool()
    messages.success(request, _("The pool is being filled."))
    return redirect("console:provisioning")


def _done(request: OperatorRequest, act: Callable[[], object], said: str) -> HttpResponseBase:
    try:
        act()
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("console:work_list")
