"""HTML from template files: every value is escaped unless it is markup already."""

import html
from functools import cache
from http import HTTPStatus
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from billing.gateway.standin.exchange import Response

_FOLDER = Path(__file__).parent


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def fragment(template: str, /, **values: object) -> Markup:
    escaped = {key: value if isinstance(value, Markup) else html.escape(str(value)) for key, value in values.items()}
    return Markup(_template(template).substitute(escaped))


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def joined(fragments: list[Markup]) -> Markup:
    return Markup("".join(fragments))


def page(
    title: str, content: Markup, *, status: int = HTTPStatus.OK, leads_to: tuple[str | None, ...] = ()
) -> Response:
    """A whole page; `leads_to` are the addresses that its forms may end up at, which the policy has to allow."""
    body = fragment("layout", title=title, content=content)
    return Response(int(status), body.encode(), {"Content-Type": "text/html; charset=utf-8", **_headers(leads_to)})


def _headers(leads_to: tuple[str | None, ...]) -> dict[str, str]:
    origins = sorted({_origin(url) for url in leads_to if url})
    policy = [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        " ".join(["form-action 'self'", *origins]),
    ]
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def stylesheet() -> Response:
    headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=3600"}
    return Response(HTTPStatus.OK, (_FOLDER / "standin.css").read_bytes(), headers)
