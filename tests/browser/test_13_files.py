"""13. Files: the team keeps several with a contact and shows some; the customer opens them on a phone and sends one."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import Guest, Shop, add_contact, arrive
from tests.browser.steps import draw_logo, shoot_day_and_night
from tests.browser.witness import opened

pytestmark = pytest.mark.browser


def fetched(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.locator("a", has_text=name).first.click()
    assert started.value.suggested_filename == name
    return Path(started.value.path()).read_bytes()


def on_the_phone(phone: Page, shop: Shop, guest: Guest) -> None:
    arrive(phone, shop, guest)
    phone.get_by_role("navigation", name="Tabs").get_by_role("link", name="Files").click()


def test_from_the_teams_desk_to_the_customers_phone_and_back(owner, shop, phone, shoot, tmp_path):
    guest = add_contact(owner, shop, "Femke Rood", "femke")
    boat = draw_logo(tmp_path / "boat.png")
    offer = {"name": "Our offer.txt", "mimeType": "text/plain", "buffer": b"Six loaves a week"}
    script = {"name": "run.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    plan = {"name": "plan.png", "mimeType": "image/png", "buffer": boat.read_bytes()}
    owner.get_by_role("link", name="Files").nth(1).click()
    expect(owner.get_by_role("heading", name="No files yet")).to_be_visible()
    owner.locator("input[type=file]").set_input_files([offer, script, plan])
    expect(owner.get_by_text("Our offer.txt, run.html, plan.png")).to_be_visible()
    owner.get_by_role("button", name="Add and show to the customer").click()

    expect(owner.get_by_text("2 files added; the customer sees them.")).to_be_visible()
    expect(owner.get_by_role("alert").get_by_text("“run.html” is no kind of file")).to_be_visible()
    owner.get_by_role("button", name="Hide plan.png from the customer").click()
    expect(owner.get_by_text("The customer no longer sees “plan.png”.")).to_be_visible()
    shoot_day_and_night(owner, shoot, "team")

    on_the_phone(phone, shop, guest)
    expect(phone.get_by_text("plan.png")).to_have_count(0)
    assert fetched(phone, "Our offer.txt") == b"Six loaves a week"
    phone.locator("input[type=file]").set_input_files(boat)
    phone.get_by_role("button", name="Send files").click()
    expect(phone.get_by_text("Thank you. 1 file has been sent.")).to_be_visible()
    expect(phone.get_by_text("Sent by you")).to_be_visible()
    shoot(phone, "portal")
    phone.emulate_media(color_scheme="dark")
    shoot(phone, "portal-dark")

    owner.reload()
    expect(owner.get_by_text("Sent by them")).to_be_visible()
    assert fetched(owner, "boat.png") == boat.read_bytes()


def test_a_file_is_renamed_deleted_and_restored_without_scripts(shop, owner, browser, shoot):
    guest = add_contact(owner, shop, "Gijs Blauw", "gijs")
    with opened(browser, storage_state=shop.signed_in, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(shop.url(f"{guest.contact}files/"))
        letter = {"name": "Letter.txt", "mimeType": "text/plain", "buffer": b"Dear Gijs"}
        page.locator("input[type=file]").set_input_files(letter)
        page.get_by_role("button", name="Add for my team only").click()
        expect(page.get_by_text("1 file added for your team.")).to_be_visible()

        page.get_by_role("link", name="Rename Letter.txt").click()
        page.get_by_label("Name").fill("Letter to Gijs")
        shoot(page, "edit")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Delete Letter to Gijs.txt").click()
        expect(page.get_by_role("heading", name="Deleted")).to_be_visible()
        shoot(page, "deleted")
        page.get_by_role("button", name="Restore").click()
        expect(page.get_by_text("“Letter to Gijs.txt” is back.")).to_be_visible()
        page.goto(shop.url("/workspace/files/"))
        expect(page.get_by_role("link", name="Letter to Gijs.txt")).to_be_visible()
        shoot(page, "all")
