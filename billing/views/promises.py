from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.services.promises import end_promise
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("charges.void")
@require_POST
def promise_ending(request: MemberRequest, promise_id: int) -> HttpResponse:
    """End a promise to pay before its day."""
    promise = end_promise(promise_id=promise_id)
    messages.success(request, _("The promise is ended: reminders go on."))
    return redirect("billing:charge", promise.charge_id)
