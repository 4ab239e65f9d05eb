"""Who is asking on the console's host. Elsewhere it does nothing, and an operator is nobody."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from tenants.accounts.visitor import Visitor
from tenants.console.models.session import ABSOLUTE
from tenants.console.record import by_hand_of
from tenants.console.sessions import ConsoleSession


class ConsoleMiddleware:
    """Gives a console request its session and operator, and the answer its cookie; no answer is kept by anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.operator = request.half_way = None
        if getattr(request, "urlconf", None) != settings.CONSOLE_URLCONF:
            return self.get_response(request)
        sent = request.COOKIES.get(settings.CONSOLE_COOKIE_NAME)
        session = request.session = ConsoleSession(sent or None, Visitor.of(request))
        request.operator, request.half_way = session.operator, session.half_way
        if request.operator is not None:
            structlog.contextvars.bind_contextvars(operator=request.operator.pk)
        with by_hand_of(request.operator, address=session.visitor.address):
            response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("Cookie",))
        _keep(session, response, had_cookie=sent is not None)
        return response


def _keep(session: ConsoleSession, response: HttpResponse, *, had_cookie: bool) -> None:
    if session.needs_saving():
        session.save()
    if session.has_new_key and session.session_key is not None:
        response.set_cookie(
            settings.CONSOLE_COOKIE_NAME,
            session.session_key,
            max_age=int(ABSOLUTE.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif had_cookie and session.session_key is None:
        response.delete_cookie(settings.CONSOLE_COOKIE_NAME, path="/", samesite="Lax")
