"""Setting up an authenticator app, and turning it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.accounts import fresh_codes, policy
from tenants.accounts.access import before_second_factor, signed_in
from tenants.accounts.forms import CodeForm, ConfirmForm
from tenants.accounts.http import SignedInRequest
from tenants.accounts.landing import safe
from tenants.accounts.services import second_factor
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.kernel import totp
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.signing import seal, unseal

_SECRET = "second_factor_secret"  # noqa: S105 a name


@before_second_factor
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: SignedInRequest) -> HttpResponseBase:
    """Show a new secret to scan, kept for this browser until a code proves that the app has it."""
    if request.user.second_factor_at is not None:
        return redirect("accounts:security")
    rule = _offered(request)
    wanted = safe(request.POST.get("next") or request.GET.get("next", ""))
    secret = _secret(request.session)
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": wanted, "is_required": rule == policy.REQUIRED, **_drawn(request, secret)}
    if not form.is_valid():
        return _page(request, context, 422 if form.is_bound else 200)
    try:
        codes = second_factor.turn_on(user=request.user, secret=secret, code=form.cleaned_data["code"])
    except MangoError as refusal:
        return _page(request, {**context, "refusal": refusal}, refusal.status)
    del request.session[_SECRET]
    fresh_codes.show(request.session, codes)
    return redirect(reverse("accounts:recovery_codes", query={"next": wanted} if wanted else None))


@signed_in
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def turn_off(request: SignedInRequest) -> HttpResponseBase:
    if request.user.second_factor_at is None:
        return redirect("accounts:security")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    template = "accounts/second_factor_off.html"
    if not form.is_valid():
        return render(request, template, context, status=422 if form.is_bound else 200)
    try:
        confirm(request.user, form.cleaned_data["password"], visitor=Visitor.of(request))
        second_factor.turn_off(user=request.user)
    except MangoError as refusal:
        return render(request, template, {**context, "refusal": refusal}, status=refusal.status)
    messages.success(request, _("Two-factor sign-in is off. Your password alone signs you in."))
    return redirect("accounts:security")


def _offered(request: SignedInRequest) -> str:
    rule = policy.factor_policy(request.business, request.user)
    if rule == policy.OFF:
        raise NotFound
    return rule


def _page(request: SignedInRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "accounts/second_factor.html", context, status=status)


def _secret(session: BusinessSession) -> str:
    """Return this browser's secret; the same one again, for the page is left and loaded anew on the way to the app."""
    if _SECRET not in session:
        session[_SECRET] = seal(totp.new_secret()).decode()
    return unseal(session[_SECRET].encode())


def _drawn(request: SignedInRequest, secret: str) -> dict[str, str]:
    address = totp.address(secret, account=request.user.username, issuer=request.business.name)
    grouped = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return {"qr": SafeString(totp.qr_svg(address)), "address": address, "secret": secret, "grouped": grouped}
