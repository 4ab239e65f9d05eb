"""Journey 2: a business makes the place its own."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tenants.brand import derive
from tests.browser.steps import (
    Owner,
    another_browser,
    choose_colours,
    draw_logo,
    held_back,
    save_brand,
    shoot_day_and_night,
    shoot_everywhere,
    sign_up,
)


def picked(name: str, content: bytes) -> FilePayload:
    """A file as the browser's own dialog would hand it over."""
    return {"name": name, "mimeType": "image/png", "buffer": content}


OWNER = Owner(business="Blue Harbour Sailing", subdomain="harbour")
PLUM, MOSS, YELLOW = "#7A1E4B", "#2F8F5B", "#FFFF00"
UNREADABLE = "This file is not a PNG, JPEG or WebP picture that can be read. Choose another file."
REFUSED = {
    "svg": (picked("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), UNREADABLE),
    "text": (picked("logo.png", b"Our logo is a boat with one sail."), UNREADABLE),
    "large": (
        picked("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(3 * 1024 * 1024)),
        "The logo is larger than 2 MB. Save it smaller and choose it again.",
    ),
}
COLOUR = """async button => {
    await Promise.all(button.getAnimations().map(change => change.finished))
    return getComputedStyle(button).backgroundColor
}"""
KINDS = ["Sign-in page", "Portal, on a dark phone", "E-mail", "Invoice"]


@pytest.fixture(scope="module")
def owner(browser, stack) -> dict:
    """The cookies of an owner who has just signed up."""
    with another_browser(browser) as page:
        sign_up(page, stack, OWNER)
        return page.context.storage_state()


@pytest.fixture
def brand_page(browser, stack, owner) -> Iterator[Page]:
    with another_browser(browser, storage_state=owner) as page:
        page.goto(stack.business("harbour", "/workspace/settings/brand/"))
        yield page


def test_a_business_makes_the_place_its_own(brand_page, browser, stack, shoot, tmp_path):
    page = brand_page
    before = dressed_as(browser, stack)
    choose_logo(page, draw_logo(tmp_path / "logo.png"))
    page.get_by_role("button", name="Use #").first.click()
    expect(page.get_by_label("Main colour", exact=True)).to_have_value("#0B4F6C")
    for kind in KINDS:
        expect(preview(page, kind).locator("img")).to_have_js_property("naturalWidth", 480)
    expect(preview(page, "Sign-in page").locator(".button")).to_have_css("background-color", "rgb(11, 79, 108)")
    assert side_by_side(page)
    shoot_day_and_night(page, shoot, "1-colours-of-the-logo")

    choose_colours(page, PLUM, MOSS)
    expect(preview(page, "Sign-in page").locator(".button")).to_have_css("background-color", "rgb(122, 30, 75)")
    shoot(page, "2-preview")
    assert dressed_as(browser, stack) == before, "a preview has changed what customers see"
    save_brand(page)

    after = dressed_as(browser, stack, shoot)
    assert after["button"] == "rgb(122, 30, 75)"
    assert after["logo"].startswith("/brand/logo.png?v=")
    assert after["icon"] != before["icon"]
    assert shows_colour(page, after["icon"], (11, 79, 108))
    assert after["theme"] == [derive(PLUM, MOSS).light.surface_raised, derive(PLUM, MOSS).dark.surface_raised]
    assert after["theme"] != before["theme"]
    manifest = json.loads(stack.get(stack.business("harbour", "/brand/manifest.webmanifest"))[1])
    assert manifest["name"] == "Blue Harbour Sailing"
    assert shows_colour(page, manifest["icons"][0]["src"], (11, 79, 108))
    page.goto(stack.business("harbour", "/workspace/"))
    expect(page.get_by_text("1 of 5 done")).to_be_visible()
    shoot(page, "4-workspace")


def test_a_colour_that_cannot_be_read_is_corrected_and_it_says_how(brand_page, stack, shoot):
    page = brand_page

    choose_colours(page, YELLOW, MOSS)
    page.get_by_label("Second colour", exact=True).blur()

    note = page.get_by_text("Your yellow is too light for text on white")
    expect(note).to_contain_text(f"so links use {derive(YELLOW, MOSS).light.link}")
    expect(note).to_contain_text("buttons keep your yellow with dark text")
    expect(preview(page, "Sign-in page").locator(".button")).to_have_css("background-color", "rgb(255, 255, 0)")
    shoot_everywhere(page, shoot, "yellow")


def test_a_logo_chosen_while_a_preview_is_on_its_way_is_not_lost(brand_page, tmp_path):
    page = brand_page
    logo = draw_logo(tmp_path / "logo.png", "#5B2A86")

    with held_back(page, "**/settings/brand/") as a_preview_is_asked_for:
        choose_colours(page, "#123456", MOSS)
        page.get_by_label("Second colour", exact=True).blur()
        a_preview_is_asked_for()
        page.get_by_label("logo or drop it here").set_input_files(logo)

    expect(page.get_by_role("button", name="Use #5B2A86 and").first).to_be_attached()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_file_says_why_and_keeps_the_colours(brand_page, shoot, kind):
    page, (file, sentence) = brand_page, REFUSED[kind]
    saved = page.get_by_label("Main colour", exact=True).input_value()
    choose_colours(page, "#123456", "#ABCDEF")

    page.get_by_label("logo or drop it here").set_input_files(file)

    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_label("Main colour", exact=True)).to_have_value("#123456")
    expect(page.get_by_label("Second colour", exact=True)).to_have_value("#ABCDEF")
    shoot_day_and_night(page, shoot, "refused")
    page.goto(page.url)
    expect(page.get_by_label("Main colour", exact=True)).to_have_value(saved)


def test_it_works_without_scripts(browser, stack, owner, shoot, tmp_path):
    with another_browser(browser, storage_state=owner, java_script_enabled=False) as page:
        page.goto(stack.business("harbour", "/workspace/settings/brand/"))
        choose_colours(page, "#5B2A86", MOSS)
        page.get_by_label("logo or drop it here").set_input_files(REFUSED["svg"][0])
        page.get_by_role("button", name="Save the brand").click()
        expect(page.get_by_role("alert")).to_contain_text("not a PNG, JPEG or WebP picture that can be read.")
        expect(page.get_by_label("Main colour", exact=True)).to_have_value("#5B2A86")

        page.get_by_label("logo or drop it here").set_input_files(draw_logo(tmp_path / "logo.png", "#5B2A86"))
        page.get_by_role("button", name="Preview", exact=True).click()

        expect(preview(page, "Invoice").locator("img")).to_be_visible()
        shoot(page, "preview")
        save_brand(page)
        expect(page.get_by_label("Main colour", exact=True)).to_have_value("#5B2A86")


def choose_logo(page: Page, file: Path) -> None:
    with page.expect_response("**/settings/brand/"):
        page.get_by_label("logo or drop it here").set_input_files(file)
    expect(page.get_by_text("From your logo:")).to_be_visible()


def preview(page: Page, kind: str):
    return page.get_by_role("figure", name=kind)


def side_by_side(page: Page) -> bool:
    """Whether the first two previews share a row, and the last two."""
    tops = [preview(page, kind).bounding_box()["y"] for kind in KINDS]
    return tops[0] == tops[1] and tops[2] == tops[3]


def dressed_as(browser, stack, shoot=None) -> dict:
    """What a stranger who opens the sign-in page is shown."""
    with another_browser(browser) as page:
        page.goto(stack.business("harbour", "/sign-in/"))
        if shoot:
            shoot_everywhere(page, shoot, "3-sign-in")
        logo = page.locator("img.logo__image")
        return {
            "button": page.get_by_role("button", name="Sign in").evaluate(COLOUR),
            "logo": logo.get_attribute("src") if logo.count() else "",
            "icon": page.locator("link[rel=icon]").get_attribute("href"),
            "theme": [meta.get_attribute("content") for meta in page.locator("meta[name=theme-color]").all()],
        }


def shows_colour(page: Page, address: str, colour: tuple[int, int, int]) -> bool:
    """Whether a picture has a pixel of this colour, or nearly."""
    content = page.evaluate("async path => [...new Uint8Array(await (await fetch(path)).arrayBuffer())]", address)
    with Image.open(io.BytesIO(bytes(content))) as picture:
        found = picture.convert("RGB").getcolors(picture.width * picture.height)
    return any(max(abs(one - other) for one, other in zip(each, colour, strict=True)) < 12 for _count, each in found)
