"""The base of every address of the API: who calls, whether they may, how often, and in which words they are refused."""

from collections.abc import Mapping
from contextlib import ExitStack
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants.accounts import sight
from tenants.accounts.access import ACTIONS, Access
from tenants.activity.record import acting
from tenants.api.authentication import KeyOrSession
from tenants.api.callers import Caller
from tenants.api.errors import MethodRefused, RateExceeded
from tenants.api.parsing import StrictJson
from tenants.api.problems import problem
from tenants.api.schema import Schema
from tenants.api.services.rates import Rate, count_call
from tenants.kernel.errors import MangoError

METHODS = ("get", "post", "patch", "delete")


class Endpoint(APIView):
    """One address. ``actions`` names for each method the action of the permission table that it asks for.

    ``refusals`` are the refusals of its rules, for the schema; ``fields_of_refusals`` says which field one is about.
    """

    tag: ClassVar[str] = ""
    actions: ClassVar[Mapping[str, str]]
    refusals: ClassVar[tuple[type[MangoError], ...]] = ()
    fields_of_refusals: ClassVar[Mapping[str, str]] = {}

    http_method_names = [*METHODS, "head"]
    authentication_classes = [KeyOrSession]
    permission_classes = []
    renderer_classes = [JSONRenderer]
    parser_classes = [StrictJson]
    metadata_class = None
    schema = Schema()

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Make the view; a method without its action, or with one that the table does not know, stops the start."""
        for method in METHODS:
            if hasattr(cls, method) and cls.actions.get(method.upper()) not in ACTIONS:
                raise LookupError(f"{cls.__name__}.{method} names no action of the permission table.")
        view = super().as_view(**initkwargs)
        view.access = Access("api")  # type: ignore[attr-defined]
        return view

    @property
    def caller(self) -> Caller:
        return cast(Caller, self.request.auth)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.rate: Rate | None = None
        with ExitStack() as self.at_work:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 DRF's signature
        """Who, how often, whether: in this order, so that a flood of what is not allowed is stopped as well."""
        self.perform_authentication(request)
        self.at_work.enter_context(acting(self.caller))
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        self.rate = count_call(self.caller.label)
        if self.rate.is_exceeded:
            raise RateExceeded
        action = self.actions.get("GET" if request.method == "HEAD" else request.method or "")
        if action is None:
            raise MethodRefused
        self.caller.require(action)
        sight.check(self.caller.member, kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        response = problem(exc, {"view": self})
        response.exception = True
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        if self.rate is not None:
            _tell_rate(answer, self.rate)
        return answer


def _tell_rate(answer: Any, rate: Rate) -> None:
    answer["RateLimit-Limit"] = str(rate.limit)
    answer["RateLimit-Remaining"] = str(max(rate.remaining, 0))
    answer["RateLimit-Reset"] = str(rate.seconds_left)
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(rate.seconds_left)
