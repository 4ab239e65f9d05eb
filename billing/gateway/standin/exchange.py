"""What comes in and goes out over HTTP, without the sockets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus

from .errors import Json


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: Message | Mapping[str, str]
    body: str
    base_url: str


@dataclass
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_lost: bool = False  # the connection closes instead: the effect took place, the answer never came


def json_response(body: Json, status: int = HTTPStatus.OK, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = json.dumps(body, indent=2).encode()
    return Response(int(status), encoded, {"Content-Type": "application/json", **named})


def redirect(url: str) -> Response:
    return Response(HTTPStatus.SEE_OTHER, b"", {"Location": url})
