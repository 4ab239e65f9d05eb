"""Waiting for what is done outside of a request, by the worker, a webhook or another browser."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from playwright.sync_api import Locator, Page

PAGE_MS = 30_000
"""For what comes by itself: a machine with other work may be four times slower than one without."""
WORK_SECONDS = 60
"""For what a job does: one that no worker has taken is given out again after 20 s."""
JOURNEY_SECONDS = 400
PAUSE_SECONDS = 0.2
SPIN_SECONDS = 0.3
Answer = TypeVar("Answer")


def wait_for(found: Callable[[], Answer | None], *, or_say: str, rest: Callable[[], object]) -> Answer:
    """Ask until there is an answer, with a rest between two tries."""
    until = time.monotonic() + WORK_SECONDS
    while not (answer := found()):
        assert time.monotonic() < until, f"{or_say} in {WORK_SECONDS} s"
        rest()
    return answer


def wait_until(page: Page, script: str, arg: object = None) -> None:
    """Wait until a script says so. Playwright's own wait evaluates words, which the policy of our pages forbids."""
    shortly = PAUSE_SECONDS * 100
    wait_for(
        lambda: page.evaluate(script, arg),
        or_say=f"On {page.url} it did not come true: {script}",
        rest=lambda: page.wait_for_timeout(shortly),
    )


def reload_until(page: Page, shown: Locator) -> None:
    """Look at a page again until it shows what no request of its own has done."""

    def look_again() -> None:
        page.wait_for_timeout(PAUSE_SECONDS * 1000)
        page.reload()

    wait_for(shown.first.is_visible, or_say=f"{page.url} does not show {shown}", rest=look_again)


def best_of(tries: Iterable[Callable[[], object]], *, good: float) -> float:
    """Return the seconds that the fastest of some tries took; after one that is good enough there is no other."""
    best = float("inf")
    for attempt in tries:
        begun = time.monotonic()
        attempt()
        best = min(best, time.monotonic() - begun)
        if best < good:
            break
    return best


def slowness() -> float:
    """Say how many times longer than alone a process takes on this machine just now, with others at its cores."""
    begun, worked = time.monotonic(), time.process_time()
    while time.process_time() - worked < SPIN_SECONDS:
        pass
    return (time.monotonic() - begun) / SPIN_SECONDS
