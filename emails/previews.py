"""Showing a mail's HTML inside a page of ours without letting it do anything there."""

from django.http import HttpResponse

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def as_preview(html: str) -> HttpResponse:
    """Answer with a mail's HTML: it may style itself and show the pictures it carries, run and load nothing.

    Its links open in a tab of their own.
    """
    response = HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    return response
