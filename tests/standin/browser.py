"""A person with a browser and no scripts: opens pages, fills in forms, follows redirects inside the stand-in only."""

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Page:
    url: str
    status: int
    text: str
    headers: Any = None
    location: str | None = None

    def hidden(self, name: str) -> str:
        match = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert match, f"no {name} on the page"
        return html.unescape(match[1])


@dataclass
class Browser:
    opener: Any = field(default_factory=lambda: urllib.request.build_opener(NoRedirect))

    def open(self, url: str, form: dict[str, str] | None = None) -> Page:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            answer = self.opener.open(urllib.request.Request(url, body))
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            location = answer.headers.get("Location")
            page = Page(url, answer.status, answer.read().decode(), answer.headers, location)
        if location and location.startswith("/"):
            return self.open(urllib.parse.urljoin(url, location))
        return page

    def pay(self, url: str, number: str = "4242 4242 4242 4242", **more: str) -> Page:
        """Open the checkout and pay with a card: the page that follows, or where it leads outside."""
        page = self.open(url)
        return self.submit(page, number, **more)

    def submit(self, page: Page, number: str = "4242 4242 4242 4242", **more: str) -> Page:
        card = {"cardNumber": number, "cardExpiry": "12 / 34", "cardCvc": "123", "method": "card"}
        return self.open(page.url, {**card, "attempt": page.hidden("attempt"), **more})
