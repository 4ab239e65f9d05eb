from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.errors import CurrencyFixed
from tenants.forms.business import DetailsForm
from tenants.services.details import change_details
from tenants.views.answers import status_of


@allowed("settings.view")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    form = DetailsForm(request.POST if request.method == "POST" else None, business=request.business)
    if form.is_valid():
        try:
            change_details(**form.cleaned_data)
        except CurrencyFixed as refusal:
            form.add_error("currency", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:settings")
    context = {"form": form}
    return render(request, "tenants/settings.html", context, status=status_of(form))
