"""The ten codes for the day the phone is gone: shown once, to be kept; made anew with the password."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts import fresh_codes
from tenants.accounts.access import signed_in
from tenants.accounts.forms import ConfirmForm
from tenants.accounts.http import SignedInRequest
from tenants.accounts.landing import landing
from tenants.accounts.selectors.second_factor import codes_left
from tenants.accounts.services.second_factor import renew_codes
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError, NotFound

_PAGE = "accounts/recovery_codes.html"


@signed_in
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: SignedInRequest) -> HttpResponseBase:
    """Show codes that were just made; otherwise say how many are left, and make new ones."""
    if request.user.second_factor_at is None:
        return redirect("accounts:security")
    fresh = fresh_codes.shown(request.session)
    if fresh and request.method != "POST":
        return render(request, _PAGE, {"codes": fresh, "next": request.GET.get("next", "")})
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "left": codes_left(request.user)}
    if not form.is_valid():
        return render(request, "accounts/recovery_codes_renew.html", context, status=422 if form.is_bound else 200)
    try:
        confirm(request.user, form.cleaned_data["password"], visitor=Visitor.of(request))
    except MangoError as refusal:
        context |= {"refusal": refusal}
        return render(request, "accounts/recovery_codes_renew.html", context, status=refusal.status)
    fresh_codes.show(request.session, renew_codes(user=request.user))
    return redirect("accounts:recovery_codes")


@signed_in
@never_cache
@require_safe
def download(request: SignedInRequest) -> HttpResponse:
    """The codes as a text file, while they may be seen."""
    fresh = fresh_codes.shown(request.session)
    if not fresh:
        raise NotFound
    head = _("Recovery codes for %(username)s at %(business)s. Each works once.")
    lines = [head % {"username": request.user.username, "business": request.business.name}, "", *fresh, ""]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@signed_in
@require_POST
def kept(request: SignedInRequest) -> HttpResponseBase:
    """Whoever has kept them sees them no more."""
    if fresh_codes.shown(request.session):
        messages.success(request, _("Two-factor sign-in is on, and your recovery codes are with you."))
    fresh_codes.hide(request.session)
    wanted = request.POST.get("next", "")
    return redirect(landing(request.user, wanted) if wanted else "accounts:security")
