"""Settings: what customers may have done by themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.autopay_rules import AutopayRulesForm
from billing.selectors.autopay import autopay_rules, consent_count
from billing.selectors.instalments import instalment_rules
from billing.services.autopay_rules import change_what_goes_by_itself
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.views.answers import status_of


@allowed("billing.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def autopay_settings(request: MemberRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = AutopayRulesForm(sent, autopay=autopay_rules(), instalments=instalment_rules())
    if form.is_valid():
        change_what_goes_by_itself(autopay=form.autopay(), instalments=form.instalments())
        messages.success(request, _("Saved."))
        return redirect("billing:autopay_settings")
    context = {"form": form, "consents": consent_count()}
    return render(request, "billing/autopay_settings.html", context, status=status_of(form))
