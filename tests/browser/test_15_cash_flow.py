"""15. What is spent is photographed and written down; cash flow and profit say what is left, without script too."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.shop import Shop, add_charge, add_contact
from tests.browser.witness import opened

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "#F4F1EA").save(out, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def add_expense(owner: Page, shop: Shop, supplier: str, amount: str, category: str) -> None:
    owner.goto(shop.url("/workspace/expenses/new/"))
    owner.get_by_label("Paid to").fill(supplier)
    owner.get_by_label("Amount").fill(amount)
    owner.get_by_label("Category").fill(category)


def test_an_expense_is_photographed_on_a_phone_comes_again_and_a_deletion_is_undone(owner, shop, shoot):
    owner.set_viewport_size(PHONE)
    owner.goto(shop.url("/workspace/expenses/"))
    expect(owner.get_by_text("What do you spend?")).to_be_visible()
    add_expense(owner, shop, "Quay Seven Estates", "900", "Rent")
    owner.locator("[name=uploads]").set_input_files(photo())
    owner.get_by_text("It comes again").click()
    owner.get_by_label("How often it comes").select_option("month")
    shoot(owner, "form")
    owner.get_by_role("button", name="Save the expense").click()
    expect(owner.get_by_text("The expense of Quay Seven Estates is saved.")).to_be_visible()

    owner.get_by_role("link", name="Quay Seven Estates").click()
    expect(owner.get_by_text("IMG_2041.jpg", exact=True)).to_be_visible()
    shoot(owner, "expense")
    owner.get_by_role("button", name="Delete", exact=True).click()
    expect(owner.get_by_text("The expense of Quay Seven Estates is deleted")).to_be_visible()
    shoot(owner, "deleted")
    owner.get_by_role("button", name="Undo").click()
    expect(owner.get_by_text("The expense of Quay Seven Estates is back.")).to_be_visible()
    owner.get_by_role("link", name="Recurring", exact=True).click()
    expect(owner.get_by_role("row").filter(has_text="Quay Seven Estates")).to_contain_text("Every month")
    shoot(owner, "recurring")


def test_cash_flow_says_what_is_left_and_what_if_some_pay_late_without_script(owner, browser: Browser, shop, shoot):
    guest = add_contact(owner, shop, "Harbour Hotel Lda", "hotel")
    add_charge(owner, shop, guest, "Bread for the season", "1500")
    add_expense(owner, shop, "Flour mill", "6400", "Flour")
    owner.get_by_label("Paid on").fill("")
    owner.get_by_role("button", name="Save the expense").click()
    owner.goto(shop.url("/workspace/cash-flow/"))
    owner.get_by_role("link", name="Enter your balance").click()
    owner.get_by_label("In the bank today").fill("250")
    owner.get_by_role("button", name="Save the balance").click()

    expect(owner.locator(".outlook")).to_contain_text("Money runs out in the week of")
    expect(owner.get_by_role("img", name="Money in and out, week by week")).to_be_visible()
    shoot(owner, "cash-flow")
    owner.emulate_media(color_scheme="dark")
    owner.set_viewport_size(PHONE)
    shoot(owner, "cash-flow-phone-dark")

    with opened(browser, viewport=PHONE, storage_state=shop.signed_in, java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(shop.url("/workspace/cash-flow/"))
        plain.get_by_role("checkbox", name="Harbour Hotel Lda").check()
        plain.get_by_label("Weeks later").fill("6")
        plain.get_by_role("button", name="Show what happens").click()
        expect(plain.get_by_text(re.compile("If Harbour Hotel Lda pays 6 weeks later, "))).to_be_visible()
        expect(plain.get_by_role("checkbox", name="Harbour Hotel Lda")).to_be_checked()
        shoot(plain, "what-if")


def test_profit_leads_from_the_sentence_to_the_rows(owner, shop, shoot):
    guest = add_contact(owner, shop, "Ilse Brandt", "ilse")
    add_charge(owner, shop, guest, "Wedding cake", "480")
    owner.goto(shop.url("/workspace/profit/?by=contact"))

    expect(owner.locator(".outlook")).to_contain_text("charged without tax")
    shoot(owner, "profit")
    owner.emulate_media(color_scheme="dark")
    shoot(owner, "profit-dark")
    owner.set_viewport_size(PHONE)
    shoot(owner, "profit-phone-dark")
    owner.get_by_role("link", name="Ilse Brandt").click()
    expect(owner.get_by_role("row").filter(has_text="Wedding cake")).to_contain_text("480")
    shoot(owner, "rows")
