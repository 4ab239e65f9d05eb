"""``ETag`` and ``If-Match``: a change is made to what its sender has seen, or not at all."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.utils.http import parse_etags, quote_etag
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.api.errors import Overtaken


def etag_of(shown: Any) -> str:
    """Return the tag of what is shown: the same for the same content, whoever reads it."""
    return quote_etag(hashlib.sha256(JSONRenderer().render(shown)).hexdigest()[:32])


def tagged(shown: Any, request: Request | None = None, *, status: int = HTTPStatus.OK) -> Response:
    """Answer with what is shown and its tag, or with 304 when the reader has it already."""
    tag = etag_of(shown)
    if request is not None and tag in parse_etags(request.headers.get("If-None-Match", "")):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    return Response(shown, status=status, headers={"ETag": tag})


def require_current(request: Request, shown: Any) -> None:
    """Raise Overtaken unless ``If-Match`` is absent, or names what is shown; call it with the row locked."""
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return
    if etag_of(shown) not in parse_etags(wanted):
        raise Overtaken
