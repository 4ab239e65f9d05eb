"""The Chromium that is here: without its windows, which nobody sees, where that is installed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "apt-get install chromium-headless-shell, or chromium, which takes twice as long"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; where there is none the test is skipped, or fails with MANGO_REQUIRE_BROWSER set."""
    path = next((path for name in NAMES if (path := shutil.which(name))), None)
    if path is None and os.environ.get("MANGO_REQUIRE_BROWSER"):
        pytest.fail(f"Chromium is required and not here: {MISSING}")
    if path is None:
        pytest.skip(f"Chromium is not here: {MISSING}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
