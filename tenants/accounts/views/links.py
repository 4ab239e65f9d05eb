"""What the links in mails lead to. Looking changes nothing, for mail programs look first; only the button acts."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone, signed_in, temporary_password_suffices
from tenants.accounts.errors import LinkDead
from tenants.accounts.forms import NewPasswordForm
from tenants.accounts.http import BusinessRequest, MemberRequest
from tenants.accounts.landing import has_yet_to_verify, home
from tenants.accounts.services import tokens
from tenants.accounts.services.passwords import change_password
from tenants.accounts.services.tokens import Purpose
from tenants.accounts.services.verification import send_verification
from tenants.accounts.views.door import let_in
from tenants.activity.record import acting
from tenants.kernel.errors import TooMany
from tenants.throttle import Throttle

resending = Throttle(limit=5, seconds=15 * 60)


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_email(request: BusinessRequest, secret: str) -> HttpResponseBase:
    try:
        token = tokens.find(secret, Purpose.VERIFY_EMAIL)
        if request.method != "POST":
            return render(request, "accounts/verify_email.html", {"token": token})
        token = tokens.use(secret, Purpose.VERIFY_EMAIL)
    except LinkDead as refusal:
        return dead(request, refusal)
    messages.success(request, _("Your e-mail address is confirmed."))
    return let_in(request, token.user, way="link")


@signed_in
@temporary_password_suffices
@require_http_methods(["GET", "HEAD", "POST"])
def unverified(request: MemberRequest) -> HttpResponseBase:
    """Where an owner waits who has signed up and not yet opened the mail; another can be sent."""
    if not has_yet_to_verify(request.business, request.user):
        return redirect(home(request.user))
    if request.method != "POST":
        return render(request, "accounts/unverified.html")
    if not resending.allows(f"{request.business.id}.{request.user.pk}"):
        raise TooMany
    send_verification(request.user)
    messages.success(request, _("Sent again. It can take a minute; look into the spam folder too."))
    return redirect("accounts:unverified")


@anyone
@never_cache
@sensitive_post_parameters("new_password", "repeat_password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: BusinessRequest, secret: str) -> HttpResponseBase:
    """Choose a password through a link, and be signed in with it."""
    try:
        token = tokens.find(secret, Purpose.SET_PASSWORD)
        form = NewPasswordForm(request.POST if request.method == "POST" else None, user=token.user)
        if not form.is_valid():
            context = {"form": form, "token": token}
            return render(request, "accounts/set_password.html", context, status=422 if form.is_bound else 200)
        with transaction.atomic(), acting(token.user):  # whoever is signed in on this browser has no part in it
            user = tokens.use(secret, Purpose.SET_PASSWORD).user
            change_password(user, form.cleaned_data["new_password"])
    except LinkDead as refusal:
        return dead(request, refusal)
    return let_in(request, user, way="link")


def dead(request: BusinessRequest, refusal: LinkDead) -> HttpResponse:
    return render(request, "accounts/link_dead.html", {"refusal": refusal}, status=refusal.status)
