"""Settings: the currencies a business charges in beside its own, and what they are worth."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.currency import RateForm
from billing.selectors.rates import newest_rates
from billing.services.rates import set_rate
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError


@allowed("billing.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def currencies(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {"currency": request.GET.get("currency", ""), "valid_from": clock.today(request.business.time_zone)}
        return _page(request, RateForm(initial=initial))
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        found = set_rate(**form.cleaned_data, by=request.member)
    except MangoError as refusal:
        form.add_error("rate", str(refusal))
        return _page(request, form, status=refusal.status)
    said = _("1 %(currency)s is worth %(rate)s %(own)s. What was charged before keeps its rate.")
    messages.success(
        request,
        said % {"currency": found.currency, "rate": f"{found.rate.normalize():f}", "own": request.business.currency},
    )
    return redirect("billing:currencies")


def _page(request: MemberRequest, form: RateForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "rates": newest_rates()}
    return render(request, "billing/currencies.html", context, status=status)
