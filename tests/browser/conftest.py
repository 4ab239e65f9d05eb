"""A real browser before the real product. The browser ends with this package: its event loop would disturb the ORM."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.patience import JOURNEY_SECONDS, PAGE_MS
from tests.browser.shop import desk_of_ada, owner, shop  # noqa: F401 the business that the customers' journeys share
from tests.browser.stack import Stack, running
from tests.browser.witness import opened, testimony
from tests.chromium import chromium
from tests.database import another_database, url_of

SCREENS = os.environ.get("MANGO_SCREENS", str(Path(__file__).resolve().parents[2] / "var" / "screens"))
expect.set_options(timeout=PAGE_MS)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def stack(prepared, tmp_path_factory) -> Iterator[Stack]:
    name = f"test_{connection.settings_dict['NAME'].removeprefix('test_')}_browser"
    with (
        another_database(name, like=prepared) as own,
        running(tmp_path_factory.mktemp("stack"), url_of(own)) as stack,
    ):
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
