"""Ada comes in the morning: what is owed, what needs her, and anything found from the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.shop import add_charge, add_contact

HITS = ".search__hits .hit"


def test_home_says_what_is_owed_and_search_finds_by_keyboard(owner, shop, shoot):
    guest = add_contact(owner, shop, "Marisol Quintana", "marisol")
    add_charge(owner, shop, guest, "Almond tart", "12.50")
    owner.goto(shop.url("/workspace/"))

    for figure in ("Owed to you", "Overdue", "Received this month", "Expected"):
        expect(owner.get_by_text(figure, exact=True)).to_be_visible()
    expect(owner.get_by_role("link", name="Marisol Quintana").first).to_be_visible()
    shoot(owner, "1-home")

    owner.keyboard.press("Control+k")
    owner.keyboard.type("quinta")
    expect(owner.locator(HITS)).to_have_text(["Marisol Quintana"])
    shoot(owner, "2-hits")
    owner.keyboard.press("ArrowDown")
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("heading", name="Marisol Quintana", level=1)).to_be_visible()


def test_search_is_a_page_of_its_own_on_a_phone_and_finds_settings(owner, shop, shoot):
    owner.set_viewport_size(PHONE)
    owner.goto(shop.url("/workspace/"))
    owner.get_by_role("link", name="Search").click()
    owner.get_by_role("searchbox", name="Search everything").fill("brand")

    expect(owner.locator("#hits .hit").filter(has_text="Settings")).to_have_text(["BrandSettings"])
    shoot(owner, "1-phone")
    owner.get_by_role("searchbox", name="Search everything").fill("no such thing")
    expect(owner.get_by_text("Nothing found for “no such thing”")).to_be_visible()
