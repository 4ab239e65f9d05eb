"""5. The business adds products and charges: the customer sees them at once, with who and why, and nothing internal."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import OWNER, Shop, add_charge, add_contact, arrive

pytestmark = pytest.mark.browser

CAKE = {"name": "Wedding cake", "description": "Three tiers, your colours", "price": "480", "unit": "piece"}
BREAD = {"name": "Bread, by subscription", "price": "36", "unit": "month", "interval": "month"}
INTERNAL = ("MARKER-NOTE", "211,37", "422,74", "211.37", "margin", "Cost to you")
PORTAL = ("/", "/pay/", "/account/", "/information/")


def add_product(owner: Page, shop: Shop, product: dict[str, str], *, tax: str, cost: str, included: bool) -> None:
    owner.goto(shop.url("/workspace/products/new/"))
    owner.get_by_label("Product", exact=True).check()
    for name, value in {**product, "tax_rate": tax, "cost": cost}.items():
        field = owner.locator(f"[name={name}]")
        field.select_option(value) if name == "interval" else field.fill(value)
    owner.get_by_label("Tax is included" if included else "Tax comes on top").check()
    owner.get_by_role("button", name="Add to the catalogue").click()
    expect(owner.get_by_text(f"“{product['name']}” is saved.")).to_be_visible()


def charge_from_catalogue(owner: Page, shop: Shop, contact: str, what: str, quantity: str, reason: str) -> None:
    owner.goto(shop.url(f"{contact}charges/new/"))
    choice = owner.get_by_label("Product or service")
    choice.select_option(choice.locator("option", has_text=what).inner_text())
    owner.get_by_label("Quantity").fill(quantity)
    owner.get_by_label("Why").fill(reason)


def test_the_catalogue_holds_what_is_sold_once_and_again_and_again(owner, shop, shoot):
    owner.goto(shop.url("/workspace/products/"))
    expect(owner.get_by_text("What do you sell?")).to_be_visible()
    add_product(owner, shop, CAKE, tax="23", cost="211,37", included=True)
    add_product(owner, shop, BREAD, tax="6", cost="14.20", included=False)

    cake = owner.get_by_role("row").filter(has_text="Wedding cake")
    expect(cake).to_contain_text("Once")
    expect(cake).to_contain_text("23 %")
    expect(cake).to_contain_text("480,00 € / piece")
    expect(owner.get_by_role("row").filter(has_text="Bread, by subscription")).to_contain_text("Every month")
    shoot(owner, "list")
    owner.get_by_role("link", name="Wedding cake").click()
    expect(owner.get_by_label("Tax rate")).to_have_value("23")
    expect(owner.get_by_label("What it costs you")).to_have_value("211,37")
    shoot(owner, "product")


def test_a_charge_is_in_the_portal_at_once_with_who_and_why_and_nothing_internal(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Gil Marten", "gil")
    arrive(phone, shop, guest)
    add_product(owner, shop, {**CAKE, "name": "Layer cake"}, tax="23", cost="211,37", included=True)
    charge_from_catalogue(owner, shop, guest.contact, "Layer cake", "2", "Ordered by phone for 12 December")
    expect(owner.locator("#total")).to_contain_text("960,00 € of which 179,51 € tax")
    shoot(owner, "before-saving")
    owner.get_by_role("button", name="Put it on the account").click()
    expect(owner.get_by_text("960,00 € is on Gil Marten's account, and they can see it now.")).to_be_visible()
    expect(owner.get_by_text("MARKER-NOTE")).to_be_visible()
    owner.get_by_role("link", name="Layer cake").click()
    expect(owner.get_by_text("422,74 € · margin 357,75 €")).to_be_visible()
    shoot(owner, "charge")

    phone.reload()
    expect(phone.get_by_role("heading", name="Gil Marten, you owe")).to_be_visible()
    expect(phone.get_by_text("960,00 €").first).to_be_visible()
    shoot(phone, "home")
    for path in ("/pay/", "/account/"):
        phone.goto(shop.url(path))
        for words in ("Layer cake", "Ordered by phone for 12 December", f"Added by {OWNER}"):
            expect(phone.get_by_text(words).first).to_be_visible()
        shoot(phone, path.strip("/"))
    for path in PORTAL:
        phone.goto(shop.url(path))
        source = phone.content()
        assert [word for word in INTERNAL if word in source] == []


def test_both_sides_keep_the_same_account_and_see_a_charge_taken_off(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Ivo Lund", "ivo")
    arrive(phone, shop, guest)
    add_charge(owner, shop, guest, "Tasting for four", "25,00", reason="On 1 November", due_on="2026-11-01")
    add_charge(owner, shop, guest, "Almond tarts", "18,50")
    owner.goto(shop.url("/workspace/charges/"))
    owner.get_by_role("row").filter(has_text="Ivo Lund").get_by_role("link", name="Almond tarts").click()
    owner.get_by_text("Take it off the account").click()
    shoot(owner, "taking-off")
    owner.get_by_label("Why").and_(owner.locator(":visible")).fill("They were never baked")
    owner.get_by_role("button", name="Void this charge").click()
    expect(owner.get_by_text("“Almond tarts” is off the account.")).to_be_visible()

    owner.goto(shop.url(f"{guest.contact}account/"))
    phone.goto(shop.url("/account/"))
    for page in (owner, phone):
        amounts = [text.replace("\N{NO-BREAK SPACE}", " ") for text in page.locator("td .money").all_inner_texts()]
        assert amounts == ["-18,50 €", "25,00 €", "18,50 €", "43,50 €", "25,00 €", "25,00 €"]
        expect(page.get_by_text("They were never baked")).to_be_visible()
        shoot(page, "team" if page is owner else "customer")
    phone.goto(shop.url("/pay/"))
    expect(phone.get_by_text("Tasting for four", exact=True)).to_be_visible()
    expect(phone.get_by_text("Almond tarts")).to_have_count(0)
