"""Signing in with a link by mail. Looking at one changes nothing, for mail programs look first; the button signs in."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone
from tenants.accounts.errors import LinkDead
from tenants.accounts.forms import AskForLinkForm
from tenants.accounts.http import BusinessRequest
from tenants.accounts.landing import safe
from tenants.accounts.services import link_sign_in, tokens
from tenants.accounts.services.tokens import Purpose
from tenants.accounts.views.door import let_in
from tenants.accounts.views.links import dead
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import NotFound, TooMany


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: BusinessRequest) -> HttpResponse:
    """Have a link mailed; the answer does not tell whether anybody is called that."""
    if not request.business.sign_in.by_link:
        raise NotFound
    wanted = safe(request.POST.get("next") or request.GET.get("next", ""))
    form = AskForLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form(request, form, wanted, status=422 if form.is_bound else 200)
    try:
        link_sign_in.ask(username=form.cleaned_data["username"], wanted=wanted, visitor=Visitor.of(request))
    except TooMany as refusal:
        return _form(request, form, wanted, status=refusal.status, refusal=refusal)
    return render(request, "accounts/ask_link_sent.html")


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: BusinessRequest, secret: str) -> HttpResponseBase:
    if not request.business.sign_in.by_link:
        return dead(request, LinkDead())
    try:
        if request.method != "POST":
            return render(request, "accounts/sign_in_link.html", {"token": tokens.find(secret, Purpose.SIGN_IN)})
        token = tokens.use(secret, Purpose.SIGN_IN)
    except LinkDead as refusal:
        return dead(request, refusal)
    return let_in(request, token.user, request.GET.get("next", ""), way="link")


def _form(request: BusinessRequest, form: AskForLinkForm, wanted: str, *, status: int, **more: Any) -> HttpResponse:
    return render(request, "accounts/ask_link.html", {"form": form, "next": wanted, **more}, status=status)
