"""Settings: how customers may pay."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.paying import PayingForm
from billing.selectors.paying import paying_rules
from billing.services.paying import change_paying
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.views.answers import status_of


@allowed("billing.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def paying_settings(request: MemberRequest) -> HttpResponse:
    form = PayingForm(request.POST if request.method == "POST" else None, rules=paying_rules())
    if form.is_valid():
        change_paying(form.change())
        messages.success(request, _("Saved."))
        return redirect("billing:paying_settings")
    return render(request, "billing/paying_settings.html", {"form": form}, status=status_of(form))
