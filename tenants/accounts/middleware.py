"""Who is asking. Sessions live in the business's own schema, so another business's cookie means nothing here."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from tenants.accounts.access import Access
from tenants.accounts.customers import customer_of
from tenants.accounts.errors import PasswordChangeRequired, SecondFactorMissing
from tenants.accounts.landing import has_yet_to_verify, with_next
from tenants.accounts.policy import has_to_set_up_a_factor
from tenants.accounts.sessions import BusinessSession, NoSession
from tenants.accounts.visitor import Visitor
from tenants.activity.record import acting
from tenants.kernel.errors import MangoError

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware:
    """Gives a business's request its session, and the answer its cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.business is None:
            request.session = NoSession()
            return self.get_response(request)
        sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        session = request.session = BusinessSession(sent or None, Visitor.of(request))
        response = self.get_response(request)
        _mark_private(response, signed_in=session.user is not None)
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            _keep(session, response, had_cookie=sent is not None)
        return response


class PeopleMiddleware:
    """Sets ``request.user``, ``request.member`` and ``request.customer``, and says who is at work.

    Whoever has a temporary password gets no further than choosing their own, an owner who signed up and has not opened
    the mail no further than asking for another, and whoever must have a second factor no further than setting it up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        user = request.session.user if request.business is not None else None
        request.user = user
        request.member = user if user is not None and user.is_member else None
        request.customer = customer_of(user)
        if user is not None:
            structlog.contextvars.bind_contextvars(user=user.pk)
        with acting(user):
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if request.user is None or _suffices(view):
            return None
        if has_yet_to_verify(request.business, request.user):
            return redirect("accounts:unverified")
        if request.user.must_change_password:
            return _lead(request, "accounts:password", PasswordChangeRequired())
        if has_to_set_up_a_factor(request.business, request.user) and not getattr(view, "before_second_factor", False):
            return _lead(request, "accounts:second_factor", SecondFactorMissing())
        return None


def _lead(request: Any, page: str, refusal: MangoError) -> HttpResponse:
    """Send somebody to what comes first; programs are told in words."""
    if request.path.startswith("/api/"):
        return JsonResponse(refusal.as_json(), status=refusal.status)
    return redirect(with_next(reverse(page), request))


def _suffices(view: Any) -> bool:
    open_to_all = isinstance(access := getattr(view, "access", None), Access) and access.kind == "anyone"
    return open_to_all or getattr(view, "temporary_password_suffices", False)


def _mark_private(response: HttpResponse, *, signed_in: bool) -> None:
    if "public" in response.get("Cache-Control", ""):
        return
    patch_vary_headers(response, ("Cookie",))
    if signed_in and not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"


def _keep(session: BusinessSession, response: HttpResponse, *, had_cookie: bool) -> None:
    if session.is_empty():
        if had_cookie:
            response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Lax")
        return
    saved = session.needs_saving()
    if saved:
        session.save()
    if session.session_key is not None and (saved or session.has_new_key):
        _give_cookie(response, session.session_key)


def _give_cookie(response: HttpResponse, key: str) -> None:
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        key,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite="Lax",
    )
