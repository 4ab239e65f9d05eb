"""Coming in and going out."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.access import anyone
from tenants.accounts.forms import SignInForm
from tenants.accounts.http import BusinessRequest
from tenants.accounts.landing import landing
from tenants.accounts.models import User
from tenants.accounts.services import remembered, second_step
from tenants.accounts.services.sign_in import authenticate, open_session
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError


@anyone
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: BusinessRequest) -> HttpResponseBase:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        if request.user is not None:
            return redirect(landing(request.user, wanted))
        return _door(request, SignInForm(), wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _door(request, form, wanted, status=422)
    try:
        user = authenticate(**form.cleaned_data, visitor=Visitor.of(request))
    except MangoError as refusal:
        return _door(request, form, wanted, status=refusal.status, refusal=refusal)
    return let_in(request, user, wanted)


@anyone
@require_POST
def sign_out(request: BusinessRequest) -> HttpResponseBase:
    request.session.flush()
    return redirect("accounts:sign_in")


def let_in(request: BusinessRequest, user: User, wanted: str = "", *, way: str = "password") -> HttpResponseBase:
    """Sign in on this browser somebody who has proven the first factor, or ask them for the second."""
    key = request.COOKIES.get(settings.DEVICE_COOKIE_NAME)
    if user.second_factor_at is None or remembered.is_remembered(user, key):
        return enter(request, user, wanted, way=way)
    second_step.begin(request.session, user, way=way, wanted=wanted)
    rotate_token(request)
    return redirect("accounts:second_step")


def enter(request: BusinessRequest, user: User, wanted: str, *, way: str) -> HttpResponseBase:
    """Sign somebody in and lead them on; the page's CSRF token is renewed with the session."""
    open_session(request.session, user, way=way)
    rotate_token(request)
    return redirect(landing(user, wanted))


def _door(request: BusinessRequest, form: SignInForm, wanted: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"form": form, "next": wanted, **more}, status=status)
