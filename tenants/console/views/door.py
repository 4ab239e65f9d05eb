"""Coming in: password, then second factor; and going out."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.access import anyone
from tenants.accounts.visitor import Visitor
from tenants.console.access import half_way, next_step
from tenants.console.forms import CodeForm, SignInForm
from tenants.console.http import ConsoleRequest, HalfWayRequest
from tenants.console.services import second_factor
from tenants.console.services.sign_in import authenticate, let_in
from tenants.kernel.errors import MangoError


@anyone
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ConsoleRequest) -> HttpResponseBase:
    if request.operator is not None:
        return redirect("console:overview")
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        return _door(request, SignInForm(), wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _door(request, form, wanted, status=422)
    try:
        operator = authenticate(**form.cleaned_data, visitor=Visitor.of(request))
    except MangoError as refusal:
        return _door(request, form, wanted, status=refusal.status, refusal=refusal)
    request.session.open_half(operator)
    request.session["next"] = wanted
    rotate_token(request)
    return redirect(next_step(operator))


@half_way
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HalfWayRequest) -> HttpResponseBase:
    operator = request.half_way
    if not operator.has_second_factor:
        return redirect("console:set_up")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "console/code.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        way = second_factor.check(operator=operator, code=form.cleaned_data["code"], visitor=Visitor.of(request))
    except MangoError as refusal:
        return render(request, "console/code.html", {"form": CodeForm(), "refusal": refusal}, status=refusal.status)
    wanted = request.session.get("next", "")
    let_in(request.session, operator, way=way)
    rotate_token(request)
    return redirect(wanted if _is_ours(wanted) else "console:overview")


@anyone
@require_POST
def sign_out(request: ConsoleRequest) -> HttpResponseBase:
    request.session.flush()
    return redirect("console:sign_in")


def _door(request: ConsoleRequest, form: SignInForm, wanted: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "console/sign_in.html", {"form": form, "next": wanted, **more}, status=status)


def _is_ours(wanted: str) -> bool:
    is_path = wanted.startswith("/") and not wanted.startswith(("/sign-", "/two-factor"))
    return is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
