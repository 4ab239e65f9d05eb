"""17. What is charged again and again: its next three charges before it begins, its renewal, and a cancellation."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import OWNER_EMAIL, Guest, Shop, add_contact, arrive
from tests.browser.steps import on_a_phone, scrolls_sideways

pytestmark = pytest.mark.browser


def begin(owner: Page, shop: Shop, guest: Guest, shoot) -> str:
    """From the contact's page; the next three charges follow what is typed. Returns the address of what began."""
    owner.goto(shop.url(guest.contact))
    owner.get_by_role("link", name="Charge regularly").click()
    owner.get_by_text("Something that is not in the catalogue").click()
    owner.get_by_label("Or something else").fill("Bread basket")
    owner.get_by_label("Its price").fill("20")
    owner.get_by_label("How often").select_option("1 week")
    owner.get_by_text("Day, trial, end and cancelling").click()
    owner.get_by_label("The customer may cancel it in the portal").check()
    owner.get_by_label("Discount").fill("10 %")
    expect(owner.locator("#ahead").get_by_text("18,00")).to_have_count(3)
    assert not scrolls_sideways(owner)
    shoot(owner, "preview")
    owner.get_by_role("button", name="Start charging").click()
    expect(owner.get_by_text("“Bread basket” is charged every week from now on.")).to_be_visible()
    expect(owner.get_by_role("link", name=re.compile("To pay"))).to_have_count(1)
    shoot(owner, "begun")
    return owner.url


def cancel(phone: Page, shop: Shop, shoot) -> None:
    """The first charge is there to pay; the service says when it renews, and ends when it is cancelled."""
    phone.goto(shop.url("/pay/"))
    expect(phone.get_by_text("Bread basket").first).to_be_visible()
    phone.get_by_role("link", name="My services").click()
    expect(phone.get_by_text("Renews on")).to_be_visible()
    shoot(phone, "services")
    phone.get_by_role("link", name="Cancel this service").click()
    phone.get_by_role("button", name="Yes, cancel it").click()
    expect(phone.get_by_text(re.compile("“Bread basket” ends with"))).to_be_visible()
    assert not scrolls_sideways(phone)
    shoot(phone, "cancelled")


def test_it_is_begun_with_its_next_three_charges_and_cancelled_by_its_customer_on_a_phone(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Runa Solberg", "runa")
    with on_a_phone(owner):
        address = begin(owner, shop, guest, shoot)
    arrive(phone, shop, guest)
    cancel(phone, shop, shoot)
    owner.goto(address)

    expect(owner.get_by_text("Runa Solberg cancelled it on")).to_be_visible()
    expect(owner.get_by_text("No charge is to come")).to_be_visible()
    assert "Runa Solberg" in shop.stack.mail(OWNER_EMAIL, subject="cancelled Bread basket")["text"]
