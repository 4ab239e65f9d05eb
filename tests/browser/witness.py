"""What the open pages showed and which answers were refusals, for the report of a journey that failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Request, Response

from tests.browser.patience import PAGE_MS

SHOWN = 300
_odd: dict[BrowserContext, list[str]] = {}
_left: list[str] = []


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A browser of somebody's own: patient, in English, and remembered if the block fails."""
    context = browser.new_context(locale="en-GB", **options)
    context.set_default_timeout(PAGE_MS)
    odd = _odd[context] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            odd.append(f"{response.status} {response.request.method} {response.url}")

    def failed(request: Request) -> None:
        odd.append(f"{request.failure} {request.method} {request.url}")

    context.on("response", answered)
    context.on("requestfailed", failed)
    try:
        yield context
    except Exception:
        _left.extend(_account(context))
        raise
    finally:
        del _odd[context]
        context.close()


def forget(context: BrowserContext) -> None:
    """A browser that stays open for several journeys is asked about the last."""
    _odd[context].clear()


def testimony() -> list[str]:
    """Return a line for each page that is open, each odd answer, and what closed in a failure before; then forget."""
    lines = [*_left, *(line for context in _odd for line in _account(context))]
    _left.clear()
    return lines


def _account(context: BrowserContext) -> list[str]:
    lines = [f"  answered {line}" for line in _odd[context][-5:]]
    for page in context.pages:
        try:
            text = " ".join(page.locator("body").inner_text(timeout=1000).split())
        except Error as error:
            text = f"(cannot be read: {error.message.splitlines()[0]})"
        lines.append(f"  saw {page.url}: {text[:SHOWN]}")
    return lines
