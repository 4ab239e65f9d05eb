"""Errors in one shape: ``{"code", "message", "fields", "request_id"}``, whatever went wrong and wherever."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.http.request import UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response

from tenants.api.errors import (
    BodyTooLarge,
    Invalid,
    Malformed,
    MediaTypeRefused,
    MethodRefused,
    NotAcceptable,
    Unauthenticated,
)
from tenants.kernel.errors import MangoError, NotAllowed, NotFound

Fields = Mapping[str, list[str]]
_OURS: dict[type[Exception], type[MangoError]] = {
    exceptions.ParseError: Malformed,
    exceptions.NotAuthenticated: Unauthenticated,
    exceptions.AuthenticationFailed: Unauthenticated,
    exceptions.MethodNotAllowed: MethodRefused,
    exceptions.NotAcceptable: NotAcceptable,
    exceptions.UnsupportedMediaType: MediaTypeRefused,
    exceptions.PermissionDenied: NotAllowed,
    exceptions.NotFound: NotFound,
    PermissionDenied: NotAllowed,
    Http404: NotFound,
    RequestDataTooBig: BodyTooLarge,
    UnreadablePostError: Malformed,
}


def problem(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turn a refusal into an answer. What nobody foresaw goes on: Django logs it, ProblemMiddleware tells of it."""
    view = context["view"]
    if isinstance(error, exceptions.ValidationError):
        return _response(Invalid(), dict(flat(error.detail)))
    if isinstance(error, MangoError):
        field = view.fields_of_refusals.get(error.code)
        return _response(error, {field: [str(error)]} if field else {})
    ours = next((kind for theirs, kind in _OURS.items() if isinstance(error, theirs)), None)
    if ours is None:
        raise error
    return _response(ours())


def flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield mistakes by the path of their field: ``emails.0.address``; what is about the whole body has no path."""
    inside = list(_inside(detail))
    if not inside:
        yield path, [str(message) for message in detail]
    for name, inner in inside:
        yield from flat(inner, path if name == "non_field_errors" else f"{path}.{name}".strip("."))


def _inside(detail: Any) -> Iterable[tuple[str, Any]]:
    """Return what a mistake consists of by name or number; nothing when it is a list of sentences."""
    if isinstance(detail, Mapping):
        return detail.items()
    if any(isinstance(item, Mapping | list) for item in detail):
        return ((str(index), inner) for index, inner in enumerate(detail) if inner)
    return ()


def _response(error: MangoError, fields: Fields | None = None) -> Response:
    headers = {"WWW-Authenticate": 'Bearer realm="api"'} if error.status == HTTPStatus.UNAUTHORIZED else {}
    return Response(error.as_json(fields), status=error.status, headers=headers)
