"""14. What is owed becomes an invoice, which is mailed, opened on a phone and paid; then a part is taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.patience import reload_until
from tests.browser.shop import DESK, Guest, Shop, add_charge
from tests.browser.steps import link_in
from tests.browser.till import card, expect_receipt, go_on, make_sure_of_stripe, regular
from tests.browser.witness import opened

pytestmark = pytest.mark.browser
TART, CAKE = ("Almond tarts", "18,50"), ("Layer cake", "480,00")


def issue_what_is_owed(owner: Page, shop: Shop, guest: Guest) -> str:
    """From the contact's page; returns the invoice's number."""
    owner.goto(shop.url(guest.contact))
    owner.get_by_role("button", name="Invoice 2 open charges").click()
    expect(owner.get_by_role("heading", name=f"Draft for {guest.name}")).to_be_visible()
    owner.get_by_role("button", name="Issue and send").click()
    heading = owner.get_by_role("heading", name="Invoice ", level=1)
    expect(heading).to_be_visible()
    return heading.inner_text().removeprefix("Invoice ")


def test_from_the_charges_to_the_payment_and_back(owner, shop, phone, shoot):
    make_sure_of_stripe(owner, shop)
    guest = regular(owner, shop, phone, "Inga Rocha", TART, CAKE)
    number = issue_what_is_owed(owner, shop, guest)
    expect(owner.get_by_text("498,50 € still due")).to_be_visible()
    shoot(owner, "issued")

    mail = shop.stack.mail(guest.email, subject=f"Invoice {number}")
    with phone.expect_response("**/viewing/"):
        phone.goto(link_in(mail, "/d/"))
    expect(phone.get_by_text(number).first).to_be_visible()
    shoot(phone, "mailed")
    phone.goto(shop.url("/documents/"))
    phone.get_by_role("link", name=number).click()
    expect(phone.get_by_role("heading", name=f"Invoice {number}")).to_be_visible()
    expect(phone.get_by_text("Almond tarts")).to_be_visible()
    shoot(phone, "opened")
    phone.get_by_role("link", name="Pay 498,50 €").click()
    expect(phone.get_by_label("Layer cake")).to_be_checked()
    go_on(phone)
    card(phone)
    receipt = expect_receipt(phone, "498,50 €")

    phone.goto(shop.url("/documents/"))
    expect(phone.get_by_role("link", name=number)).to_contain_text("Paid")
    shoot(phone, "documents")
    reload_until(owner, owner.locator(".timeline").get_by_text("delivered"))
    for words in ("Nothing is left to pay", f"498,50 € paid, receipt {receipt}", "Viewed"):
        expect(owner.locator(".timeline").get_by_text(words).first).to_be_visible()
    shoot(owner, "paid")

    owner.get_by_role("link", name="Credit note").click()
    owner.get_by_label("Almond tarts").fill("18,50")
    owner.get_by_label("Layer cake").fill("")
    owner.get_by_label("Why").fill("They were burnt")
    owner.get_by_role("button", name="Issue the credit note").click()
    expect(owner.get_by_role("heading", name="Credit note CN-")).to_be_visible()
    shoot(owner, "credit-note")
    phone.reload()
    expect(phone.get_by_role("link", name="Credit note CN-")).to_be_visible()


def test_an_invoice_is_written_by_hand_without_scripts(owner, shop, phone, browser, shoot):
    guest = regular(owner, shop, phone, "Joao Prata")
    add_charge(owner, shop, guest, *TART)
    without_scripts = {"java_script_enabled": False, "color_scheme": "dark"}
    with opened(browser, viewport=DESK, storage_state=shop.signed_in, **without_scripts) as context:
        page = context.new_page()
        page.goto(shop.url(f"{guest.contact}invoices/new/"))
        page.get_by_label("Almond tarts").check()
        line = page.get_by_role("group", name="Line 1")
        line.get_by_label("Description").fill("Delivery")
        line.get_by_label("Price").fill("20,00")
        line.get_by_label("Discount").fill("10 %")
        line.get_by_label("Tax %").fill("23")
        page.get_by_role("button", name="Add a line").click()
        expect(page.get_by_role("group", name="Line 2")).to_be_visible()
        expect(page.get_by_role("group", name="Line 1").get_by_label("Description")).to_have_value("Delivery")
        page.get_by_role("button", name="Work out the totals").click()
        expect(page.locator("#totals")).to_contain_text("40,64")
        shoot(page, "editor")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.get_by_text("The draft is saved.")).to_be_visible()
        shoot(page, "draft")
        page.goto(shop.url("/workspace/settings/invoicing/"))
        shoot(page, "settings")
        page.goto(shop.url("/workspace/invoices/"))
        shoot(page, "list")


def test_after_all_of_this_the_books_add_up(shop):
    verdict = shop.stack.manage("verify_ledger", "--all")

    assert (verdict.returncode, verdict.stderr) == (0, ""), verdict.stdout
