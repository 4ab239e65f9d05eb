"""What goes by itself, on the phone: a card kept while paying, autopay of it, and a balance split into parts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import SUBDOMAIN, Guest, Shop, add_charge
from tests.browser.till import card, expect_receipt, go_on, make_sure_of_stripe, regular

pytestmark = pytest.mark.browser
MORNING = """
from datetime import timedelta
from billing.services.autopay import begin_the_day
from tenants.directory import by_subdomain
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
business = by_subdomain("{subdomain}")
with business_scope(business):
    begin_the_day(clock.today(business.time_zone))
"""


def test_a_card_kept_while_paying_pays_by_itself_and_a_balance_is_split(owner, shop, phone, shoot):
    let_customers_split(owner, shop, shoot)
    guest = regular(owner, shop, phone, "Gry Solum", ("Rye for the week", "64,00"))
    keep_the_card(phone, shoot)
    switch_autopay_on(phone, shoot)
    it_pays(owner, shop, phone, guest)
    switch_autopay_off(phone, shop)
    split(owner, shop, phone, guest, shoot)


def let_customers_split(owner: Page, shop: Shop, shoot) -> None:
    make_sure_of_stripe(owner, shop)
    owner.goto(shop.url("/workspace/settings/autopay/"))
    owner.get_by_label("Customers may split what they owe by themselves").check()
    owner.get_by_label("Smallest part").fill("25,00")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Saved.", exact=True)).to_be_visible()
    shoot(owner, "settings")


def keep_the_card(phone: Page, shoot) -> None:
    phone.get_by_label("Save this card").check()
    shoot(phone, "save-this-card")
    go_on(phone)
    card(phone)
    expect_receipt(phone, "64,00 €")
    expect(phone.get_by_text("Your card is saved")).to_be_visible()
    shoot(phone, "saved")


def switch_autopay_on(phone: Page, shoot) -> None:
    phone.get_by_role("link", name="See autopay").click()
    expect(phone.get_by_role("listitem").filter(has_text="Visa •••• 4242")).to_contain_text("Default")
    expect(phone.get_by_role("link", name="Cards")).to_be_in_viewport(ratio=0.9)
    phone.get_by_label("I have read this and agree").check()
    phone.get_by_role("button", name="Switch autopay on").click()
    expect(phone.get_by_role("heading", name="Autopay is on", level=2)).to_be_visible()
    shoot(phone, "autopay-on")


def it_pays(owner: Page, shop: Shop, phone: Page, guest: Guest) -> None:
    """The team charges; the morning's work finds it due, and the customer has nothing to do but read the receipt."""
    add_charge(owner, shop, guest, "Rye once more", "48,00")
    done = shop.stack.manage("shell", "--no-imports", "-c", MORNING.format(subdomain=SUBDOMAIN))
    assert done.returncode == 0, done.stderr
    mail = shop.stack.mail(guest.email, subject="48,00")
    assert "Visa •••• 4242" in mail["text"]
    phone.goto(shop.url("/pay/"))
    expect(phone.get_by_role("heading", name="Nothing to pay")).to_be_visible()


def switch_autopay_off(phone: Page, shop: Shop) -> None:
    phone.goto(shop.url("/methods/"))
    phone.get_by_role("button", name="Switch autopay off").click()
    expect(phone.get_by_text("Autopay is off. Nothing more is charged by itself.")).to_be_visible()


def split(owner: Page, shop: Shop, phone: Page, guest: Guest, shoot) -> None:
    add_charge(owner, shop, guest, "Wedding cake", "480,00")
    phone.goto(shop.url("/pay/"))
    phone.get_by_role("link", name="Pay in parts").click()
    phone.get_by_label("Number of parts").select_option("4")
    phone.get_by_role("button", name="Show the parts").click()
    expect(phone.get_by_role("row").filter(has_text="120,00")).to_have_count(4)
    shoot(phone, "the-parts")
    phone.get_by_label("Your name").fill("Gry Solum")
    phone.get_by_role("button", name="Agree").click()
    expect(phone.get_by_text("The plan counts from now on. Only its parts fall due.")).to_be_visible()
    shoot(phone, "the-plan")
