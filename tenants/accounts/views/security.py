"""One's own sign-ins: which devices, since when, and how to end them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenants.accounts.access import signed_in
from tenants.accounts.http import SignedInRequest
from tenants.accounts.policy import factor_policy
from tenants.accounts.selectors.second_factor import codes_left
from tenants.accounts.selectors.sessions import sessions_of
from tenants.accounts.services import own_sessions


@signed_in
@require_safe
def security(request: SignedInRequest) -> HttpResponse:
    layout = "layouts/workspace.html" if request.member else "layouts/portal.html"
    sessions = sessions_of(request.user, current_id=request.session.row_id)
    context = {
        "layout": layout,
        "sessions": sessions,
        "factor_policy": factor_policy(request.business, request.user),
        "codes_left": codes_left(request.user) if request.user.second_factor_at else 0,
    }
    return render(request, "accounts/security.html", context)


@signed_in
@require_POST
def end_session(request: SignedInRequest, session_id: int) -> HttpResponseBase:
    own_sessions.end(user=request.user, session_id=session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:security")


@signed_in
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponseBase:
    ended = own_sessions.end_others(user=request.user, keep_id=request.session.row_id)
    said = ngettext("%(n)d other device is signed out.", "%(n)d other devices are signed out.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("accounts:security")
