from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.forms.sign_in import SignInRulesForm
from tenants.services.details import change_details
from tenants.views.answers import status_of


@allowed("sign_in.change")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_settings(request: MemberRequest) -> HttpResponse:
    """How members and customers may and must sign in."""
    form = SignInRulesForm(request.POST if request.method == "POST" else None, rules=request.business.sign_in)
    if form.is_valid():
        change_details(**form.cleaned_data)
        messages.success(request, _("Saved. It is in force from now on."))
        return redirect("tenants:sign_in_settings")
    return render(request, "tenants/sign_in_settings.html", {"form": form}, status=status_of(form))
