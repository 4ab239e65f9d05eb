"""One business's mail that did not arrive, for operators: what became of it, never to whom or what it says."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emails.kinds import title_of
from emails.masking import masked
from emails.selectors import outbox
from emails.services.by_platform import send_again_by_platform
from tenants import directory
from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.selectors.businesses import business_named
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first
from tenants.kernel.scope import business_scope


@operators
@require_safe
def message_list(request: OperatorRequest, business_id: int) -> HttpResponse:
    business = business_named(business_id)
    with business_scope(directory.snapshot(business)):
        page = newest_first(outbox(troubled_only=True), request.GET)
        rows = [(row, title_of(row.kind), masked(row.to), masked(row.error)) for row in page.rows]
        context = {"shown": business, "next": page.next, "first": page.first, "rows": rows}
        return render(request, "emails/console/message_list.html", context)


@operators
@require_POST
def sending(request: OperatorRequest, business_id: int, pk: int) -> HttpResponseBase:
    try:
        send_again_by_platform(business_id=business_id, message_id=pk)
    except NotFound:
        raise
    except MangoError as refusal:
        messages.error(request, masked(str(refusal)))
    else:
        messages.success(request, _("It is on its way again."))
    return redirect("emails_console:message_list", business_id)
