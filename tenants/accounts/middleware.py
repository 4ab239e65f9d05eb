"""Who is asking. Sessions live in the business's own schema, so another business's cookie means nothing here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware:
    """Gives a business's request its session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.session = {}
        return self.get_response(request)


class PeopleMiddleware:
    """Sets ``request.user``, ``request.member`` and ``request.customer``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.user = request.member = request.customer = None
        return self.get_response(request)
