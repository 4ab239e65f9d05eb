import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

AGAIN_SECONDS = 10


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has grown old, in words rather than in a code."""
    return render(request, "errors/csrf.html", {"reason": reason}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 it may be what is broken
    """Answer what nobody foresaw. A database that is away comes back by itself, so that is said as what it is."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        answer = HttpResponse(render_to_string("503.html"), status=HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = str(AGAIN_SECONDS)
        return answer
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
