"""The second step of signing in: a code of the authenticator app, or one of the recovery codes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone
from tenants.accounts.forms import RecoveryCodeForm, SecondStepForm
from tenants.accounts.http import BusinessRequest
from tenants.accounts.models import User
from tenants.accounts.services import remembered
from tenants.accounts.services import second_step as steps
from tenants.accounts.views.door import enter
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError

Check = Callable[..., None]


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: BusinessRequest) -> HttpResponseBase:
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    return _step(request, form, steps.check_code, "accounts/second_step.html")


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: BusinessRequest) -> HttpResponseBase:
    form = RecoveryCodeForm(request.POST if request.method == "POST" else None)
    return _step(request, form, steps.check_recovery_code, "accounts/second_step_recovery.html")


def _step(request: BusinessRequest, form: Any, check: Check, template: str) -> HttpResponseBase:
    wait = steps.waiting(request.session)
    if wait is None:
        return redirect("accounts:sign_in")
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422 if form.is_bound else 200)
    try:
        check(user=wait.user, code=form.cleaned_data["code"], visitor=Visitor.of(request))
    except MangoError as refusal:
        return render(request, template, {"form": form, "refusal": refusal}, status=refusal.status)
    steps.end(request.session)
    response = enter(request, wait.user, wait.wanted, way=wait.way)
    if form.cleaned_data.get("remember") and request.business.sign_in.remembers_devices:
        _remember(response, wait.user)
    return response


def _remember(response: HttpResponseBase, user: User) -> None:
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        remembered.remember(user),
        max_age=remembered.REMEMBERED_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
