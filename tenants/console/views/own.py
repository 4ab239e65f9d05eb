"""An operator's own security: the second factor, recovery codes, password, and where they are signed in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.visitor import Visitor
from tenants.console.access import half_way, one_time_suffices, operators
from tenants.console.forms import CodeForm, ConfirmForm, NewPasswordForm
from tenants.console.http import HalfWayRequest, OperatorRequest
from tenants.console.selectors.sessions import sessions_of
from tenants.console.services import operators as rules
from tenants.console.services import second_factor
from tenants.console.services.sign_in import confirm, let_in
from tenants.kernel import totp
from tenants.kernel.errors import MangoError
from tenants.kernel.signing import seal, unseal

_SECRET = "second_factor"  # noqa: S105 where the sealed secret lies in the half session until it is proven


@half_way
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HalfWayRequest) -> HttpResponseBase:
    """Compulsory: whoever has no second factor gets no further than this."""
    operator = request.half_way
    if operator.has_second_factor:
        return redirect("console:code")
    if request.method != "POST" or _SECRET not in request.session:
        return _set_up_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _set_up_page(request, form, status=422)
    secret = unseal(request.session[_SECRET].encode())
    try:
        codes = second_factor.set_up(
            operator=operator, secret=secret, code=form.cleaned_data["code"], visitor=Visitor.of(request)
        )
    except MangoError as refusal:
        return _set_up_page(request, CodeForm(), status=refusal.status, refusal=refusal)
    let_in(request.session, operator, way="app")
    rotate_token(request)
    return render(request, "console/recovery_codes.html", {"codes": codes})


@operators
@one_time_suffices
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: OperatorRequest) -> HttpResponseBase:
    operator = request.operator
    form = NewPasswordForm(request.POST if request.method == "POST" else None, operator=operator)
    if not form.is_valid():
        return render(request, "console/password.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        confirm(operator, form.cleaned_data["current_password"], visitor=Visitor.of(request))
        rules.change_password(operator, form.cleaned_data["new_password"])
    except MangoError as refusal:
        return render(request, "console/password.html", {"form": form, "refusal": refusal}, status=refusal.status)
    request.session.open_whole(operator)
    rotate_token(request)
    messages.success(request, _("Your password is saved. Your other browsers are signed out."))
    return redirect("console:overview")


@operators
@require_safe
def security(request: OperatorRequest) -> HttpResponse:
    context = {
        "sessions": sessions_of(request.operator, current_id=request.session.row_id),
        "codes_left": second_factor.codes_left(request.operator),
    }
    return render(request, "console/security.html", context)


@operators
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: OperatorRequest) -> HttpResponseBase:
    """New codes in place of the old; asks for the password, for they are as good as the phone."""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "title": _("New recovery codes"), "action": _("Make new codes")}
    if not form.is_valid():
        return render(request, "console/confirm.html", context, status=422 if form.is_bound else 200)
    try:
        confirm(request.operator, form.cleaned_data["password"], visitor=Visitor.of(request))
    except MangoError as refusal:
        return render(request, "console/confirm.html", {**context, "refusal": refusal}, status=refusal.status)
    codes = second_factor.new_recovery_codes(request.operator)
    return render(request, "console/recovery_codes.html", {"codes": codes})


@operators
@require_POST
def end_session(request: OperatorRequest, session_id: int) -> HttpResponseBase:
    rules.end_session(request.operator, session_id)
    messages.success(request, _("That browser is signed out."))
    return redirect("console:security")


@operators
@require_POST
def end_other_sessions(request: OperatorRequest) -> HttpResponseBase:
    ended = rules.end_other_sessions(request.operator, keep_id=request.session.row_id)
    said = ngettext("%(n)d other browser is signed out.", "%(n)d other browsers are signed out.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("console:security")


def _set_up_page(
    request: HalfWayRequest, form: CodeForm, *, status: int = 200, refusal: MangoError | None = None
) -> HttpResponse:
    """Show the secret of this half session, the same until it is proven or the session ends."""
    if _SECRET not in request.session:
        request.session[_SECRET] = seal(totp.new_secret()).decode()
    secret = unseal(request.session[_SECRET].encode())
    drawn = totp.qr_svg(second_factor.address_of(request.half_way, secret))
    context = {"form": form, "secret": secret, "qr": mark_safe(drawn), "refusal": refusal}
    return render(request, "console/set_up.html", context, status=status)
