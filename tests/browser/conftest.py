"""A real browser before the real product. The browser ends with this package: its event loop would disturb the ORM."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from psycopg import sql

from tests.browser.patience import JOURNEY_SECONDS, PAGE_MS
from tests.browser.shop import desk_of_ada, owner, shop  # noqa: F401 the business that the customers' journeys share
from tests.browser.stack import Stack, running
from tests.browser.witness import opened, testimony

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SCREENS = os.environ.get("MANGO_SCREENS", str(Path(__file__).resolve().parents[2] / "var" / "screens"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PAGE_MS)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("MANGO_REQUIRE_BROWSER"):
            pytest.fail("Chromium is required and not here: apt-get install chromium")
        pytest.skip("Chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def stack(tmp_path_factory) -> Iterator[Stack]:
    name = f"test_{connection.settings_dict['NAME'].removeprefix('test_')}_browser"
    with FreshDatabase(name) as url, running(tmp_path_factory.mktemp("stack"), url) as stack:
        yield stack


@pytest.fixture
def context(browser, stack) -> Iterator[BrowserContext]:
    with opened(browser, viewport=DESKTOP, timezone_id="Europe/Lisbon") as context:
        yield context


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser, stack) -> Iterator[Page]:
    """A customer's own phone: another browser, no cookies of the team's."""
    with opened(browser, viewport=PHONE, is_mobile=True, has_touch=True) as context:
        yield context.new_page()


@pytest.fixture
def shoot(request):
    """Keep a screenshot in var/screens/, named after the test and the moment; none while MANGO_SCREENS is empty."""

    def take(page: Page, moment: str) -> None:
        if not SCREENS:
            return
        page.screenshot(
            path=Path(SCREENS) / f"{request.node.name.removeprefix('test_')}-{moment}.png",
            full_page=True,
            animations="disabled",
        )

    return take


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a journey the time that its waits may take."""
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.timeout(JOURNEY_SECONDS))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a journey that failed say above the closing line what its pages showed."""
    report = yield
    if report.failed and (seen := testimony()):
        report.user_properties += [("told", line) for line in (f"{item.nodeid}:", *seen)]
    return report


class FreshDatabase:
    """An empty database of the stack's own."""

    def __init__(self, name: str) -> None:
        self.name = name
        given = connection.settings_dict
        self.parts = {
            "host": given["HOST"],
            "port": given["PORT"],
            "user": given["USER"],
            "password": given["PASSWORD"],
        }

    def __enter__(self) -> str:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}")
        user = self.parts["user"] + (f":{self.parts['password']}" if self.parts["password"] else "")
        return f"postgresql://{user}@{self.parts['host']}:{self.parts['port']}/{self.name}"

    def __exit__(self, *_error: object) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        parts = {key: value for key, value in self.parts.items() if value}
        with psycopg.connect(**parts, dbname="postgres", autocommit=True) as server:
            for statement in statements:
                server.execute(sql.SQL(statement).format(sql.Identifier(self.name)))
