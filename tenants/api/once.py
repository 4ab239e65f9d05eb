"""``Idempotency-Key`` for what adds or does something: a decorator of ``post``."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from tenants.api.errors import KeyRefused
from tenants.api.etags import etag_of
from tenants.api.services.answers import Answer, answer_once

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """Do what is asked once for each key that a caller sends; without the header, each time."""

    @wraps(handler)
    def handled(view: Any, request: Any, **ids: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, **ids)
        if not _KEY.fullmatch(key):
            raise KeyRefused
        asked = json.dumps([request.method, request.path, request.data], sort_keys=True).encode()
        answer = answer_once(
            caller=view.caller.label, key=key, request=asked, do=lambda: _taken(handler(view, request, **ids))
        )
        return _given(answer)

    handled.is_once = True  # type: ignore[attr-defined]
    return handled


def _taken(response: Response) -> Answer:
    """Keep the body as text: a database's JSON would forget the order of its fields, and with it the ETag."""
    body = JSONRenderer().render(response.data).decode()
    return Answer(response.status_code, body, response.headers.get("Location", ""))


def _given(answer: Answer) -> Response:
    body = json.loads(answer.body)
    response = Response(body, status=answer.status, headers={"ETag": etag_of(body)})
    if answer.location:
        response["Location"] = answer.location
    if answer.is_replayed:
        response["Idempotent-Replayed"] = "true"
    return response
