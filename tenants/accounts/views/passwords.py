"""Choosing a password: of one's own will, in place of a temporary one, or because the old one is forgotten."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone, signed_in, temporary_password_suffices
from tenants.accounts.forms import AskForLinkForm, ChangePasswordForm, NewPasswordForm
from tenants.accounts.http import BusinessRequest, SignedInRequest
from tenants.accounts.landing import landing
from tenants.accounts.services import reset
from tenants.accounts.services.passwords import change_password
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError, TooMany

_FIRST = gettext_lazy("Your password is saved. Use it from now on.")
_CHANGED = gettext_lazy("Your password is changed. Every other device has been signed out.")


@temporary_password_suffices
@signed_in
@never_cache
@sensitive_post_parameters("current_password", "new_password", "repeat_password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SignedInRequest) -> HttpResponseBase:
    """Change the password; one that is temporary has just been typed to sign in, so it is not asked for again."""
    user = request.user
    wanted = request.POST.get("next") or request.GET.get("next", "")
    kind, said = (NewPasswordForm, _FIRST) if user.must_change_password else (ChangePasswordForm, _CHANGED)
    form = kind(request.POST if request.method == "POST" else None, user=user)
    context = {"form": form, "next": wanted, "home": landing(user, wanted)}
    if not form.is_valid():
        return render(request, "accounts/password.html", context, status=422 if form.is_bound else 200)
    try:
        if not user.must_change_password:
            confirm(user, form.cleaned_data["current_password"], visitor=Visitor.of(request))
        change_password(user, form.cleaned_data["new_password"])
    except MangoError as refusal:
        return render(request, "accounts/password.html", {**context, "refusal": refusal}, status=refusal.status)
    request.session.sign_in(user)
    messages.success(request, said)
    return redirect(landing(user, wanted))


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: BusinessRequest) -> HttpResponse:
    """Ask for a link by mail; the answer does not tell whether anybody is called that."""
    form = AskForLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        reset.ask(username=form.cleaned_data["username"], visitor=Visitor.of(request))
    except TooMany as refusal:
        context = {"form": form, "refusal": refusal}
        return render(request, "accounts/forgotten.html", context, status=refusal.status)
    return render(request, "accounts/forgotten_sent.html")
