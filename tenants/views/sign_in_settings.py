from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.selectors.second_factor import colleagues
from tenants.accounts.services.second_factor import take_away_from_member
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
    context = {"form": form, "team": colleagues(seen_by=request.member)}
    return render(request, "tenants/sign_in_settings.html", context, status=status_of(form))


@allowed("sign_in.change")
@require_POST
def reset_second_factor(request: MemberRequest, user_id: int) -> HttpResponse:
    """Let a colleague who has lost their phone in with the password alone."""
    colleague = take_away_from_member(user_id=user_id, by=request.member)
    messages.success(
        request, _("%(name)s signs in with the password alone now; a mail tells them.") % {"name": colleague.name}
    )
    return redirect("tenants:sign_in_settings")
