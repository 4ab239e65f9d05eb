"""The catalogue in a real browser: nothing axe finds, nothing wider than the screen, light enough for a phone."""

import gzip
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.patience import PATIENCE

pytestmark = pytest.mark.browser
HARD = ["#FFFF00", "#0A0A0A", "#808080"]
PAGES = ["", "portal-home/", "pay/", "contacts/", "contact/", "workspace/", "sign-in/", "public/"]


@contextmanager
def opened(chromium, url, *, width=390, scheme="light", **options):
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, **options)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def violations(page):
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("primary", HARD)
def test_axe_finds_nothing_in_any_component_of_a_hard_brand(chromium, address, primary):
    """The catalogue shows every component in both themes on one page."""
    url = f"{address}?primary={quote(primary)}&accent={quote(primary)}"
    with opened(chromium, url, reduced_motion="reduce") as page:
        assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
@pytest.mark.parametrize("name", PAGES[1:])
def test_axe_finds_nothing_on_a_page(chromium, address, name, width, scheme):
    with opened(chromium, f"{address}{name}?primary=%23FFFF00", width=width, scheme=scheme) as page:
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_narrowest_phone(chromium, address, name):
    with opened(chromium, address + name, width=320) as page:
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert too_wide == 0


def test_a_page_weighs_less_than_100_kilobytes(chromium, address):
    with opened(chromium, "about:blank") as page:
        answers = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks its handlers
        page.goto(address + "pay/", wait_until="networkidle")
        weight = sum(len(gzip.compress(answer.body())) for answer in answers if ".woff2" not in answer.url)

    assert 20_000 < weight < 100_000


def test_the_total_follows_what_is_ticked(chromium, address):
    with opened(chromium, address + "pay/", width=1440) as page:
        page.get_by_label("Anniversary cake").uncheck()

        assert page.locator("[data-selection-total]").first.inner_text() == "€600.00"
        assert page.get_by_label("Select all").evaluate("box => box.indeterminate")

        page.get_by_label("Select all").check()
        assert page.locator("[data-selection-total]").first.inner_text() == "€1,240.00"


def test_a_made_password_is_long_shown_and_different_each_time(chromium, address):
    with opened(chromium, address, width=1440) as page:
        field = page.locator("#light-password")
        passwords = set()
        for _ in range(5):
            page.locator("[data-generate=light-password]").click()
            passwords.add(field.input_value())

        assert len(passwords) == 5
        assert {len(password) for password in passwords} == {20}
        assert field.get_attribute("type") == "text"
        page.locator("[data-reveal][aria-controls=light-password]").click()
        assert field.get_attribute("type") == "password"


def test_a_chosen_theme_is_written_by_the_server_next_time(chromium, address):
    with opened(chromium, address + "public/", width=1440) as page:
        page.locator("[data-theme-toggle] button[value=dark]").click()
        page.reload()

        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert 'data-theme="dark"' in page.content()


def test_a_form_is_sent_once(chromium, address):
    with opened(chromium, address + "sign-in/") as page:
        page.evaluate(
            "accepted = 0; addEventListener('submit', event => {"
            " if (!event.defaultPrevented) { accepted += 1; event.preventDefault() } })"
        )
        page.locator("[name=username]").fill("cleo")
        page.locator("[name=password]").fill("a password")
        button = page.get_by_role("button", name="Sign in", exact=True)
        button.click()
        button.click(force=True)

        assert page.evaluate("accepted") == 1
        assert button.get_attribute("aria-busy") == "true"


def test_everything_is_there_without_script(chromium, address):
    with opened(chromium, address + "pay/", java_script_enabled=False) as page:
        assert page.get_by_role("button", name="Continue").first.is_visible()
        assert page.get_by_label("Select all").is_hidden()
        assert page.get_by_text("€1,240.00").first.is_visible()
