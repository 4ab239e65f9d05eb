"""6. The customer pays: on the phone, on Stripe's page, in all the ways in which people do; the books say the same."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE
from tests.browser.shop import DESK, Shop
from tests.browser.till import (
    DECLINED,
    NEEDS_3D_SECURE,
    balances,
    card,
    expect_receipt,
    go_on,
    make_sure_of_stripe,
    regular,
)
from tests.browser.witness import opened

pytestmark = pytest.mark.browser
TART, CAKE = ("Almond tarts", "18,50"), ("Layer cake", "480,00")


@pytest.fixture
def connected(owner, shop) -> Shop:
    make_sure_of_stripe(owner, shop)
    return shop


def pdf_at(page: Page, path: str) -> str:
    """What a PDF says, fetched by whoever looks at the page."""
    content = page.evaluate("async path => [...new Uint8Array(await (await fetch(path)).arrayBuffer())]", path)
    text = PdfReader(io.BytesIO(bytes(content))).pages[0].extract_text()
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_all_of_it_is_paid_and_everything_says_the_same(owner, connected, phone, shoot):
    guest = regular(owner, connected, phone, "Jana Rook", TART, CAKE)
    expect(phone.get_by_role("heading", name="Pay", exact=True)).to_be_visible()
    expect(phone.locator(".pay__bar-all")).to_have_text("498,50 €")
    shoot(phone, "pay")
    go_on(phone)
    shoot(phone, "checkout")
    card(phone)
    number = expect_receipt(phone, "498,50 €")
    expect(phone.get_by_text(f"A copy is on its way to {guest.email}.")).to_be_visible()
    shoot(phone, "receipt")

    mail = connected.stack.mail(guest.email, subject="Receipt")
    assert mail["attachments"] == [f"{number}.pdf"]
    path = phone.get_by_role("link", name="Receipt as PDF").get_attribute("href")
    own = pdf_at(phone, path)
    phone.goto(mail["url"])
    expect(phone.frame_locator("iframe").get_by_role("row", name="Paid")).to_contain_text("498,50 €")
    shoot(phone, "mail")
    attached = pdf_at(phone, phone.get_by_role("link", name=f"{number}.pdf").get_attribute("href"))
    assert attached == own
    for words in (number, "Almond tarts", "18,50 €", "Layer cake", "480,00 €", "498,50 €", "Visa •••• 4242"):
        assert words in own
    assert "mango" not in (own + mail["html"] + mail["text"]).lower()

    phone.goto(connected.url())
    expect(phone.get_by_role("heading", name="Jana Rook, nothing is due")).to_be_visible()
    shoot(phone, "home")
    owner.goto(connected.url(guest.contact))
    expect(owner.get_by_text(f"498,50 € paid, receipt {number}")).to_be_visible()
    shoot(owner, "contact")
    owner.goto(connected.url("/workspace/"))
    expect(owner.get_by_text(f"498,50 € paid, receipt {number}")).to_be_visible()
    shoot(owner, "business-home")


def test_some_of_it_is_paid_and_both_accounts_agree(owner, connected, phone, shoot):
    guest = regular(owner, connected, phone, "Karl Wessel", TART, CAKE)
    phone.get_by_label("Layer cake").uncheck()
    expect(phone.locator(".pay__bar")).to_contain_text("18,50 €")
    expect(phone.locator(".pay__bar")).to_contain_text("1 of 2 items")
    shoot(phone, "ticked")
    phone.get_by_label("Almond tarts").uncheck()
    expect(phone.get_by_role("button", name="Continue")).to_be_disabled()
    phone.get_by_label("Almond tarts").check()
    go_on(phone)
    card(phone, NEEDS_3D_SECURE)
    phone.get_by_role("button", name="Complete authentication").click()
    expect_receipt(phone, "18,50 €")

    owner.goto(connected.url(f"{guest.contact}account/"))
    phone.goto(connected.url("/account/"))
    for page in (owner, phone):
        assert balances(page) == ["-18,50 € → 480,00 €", "480,00 € → 498,50 €", "18,50 € → 18,50 €"]
        shoot(page, "team" if page is owner else "customer")


def test_another_amount_is_paid_without_scripts_in_the_dark(owner, connected, browser, shoot):
    without_scripts = {"java_script_enabled": False, "color_scheme": "dark"}
    with opened(browser, viewport=PHONE, is_mobile=True, **without_scripts) as context:
        page = context.new_page()
        regular(owner, connected, page, "Lena Holm", TART, CAKE)
        page.get_by_label("Another amount").check()
        page.get_by_label("Amount in EUR").fill("600")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("Nothing was charged, and your selection is kept")).to_be_visible()
        shoot(page, "too-much")
        page.get_by_label("Amount in EUR").fill("100,50")
        go_on(page)
        card(page)
        expect_receipt(page, "100,50 €")
        shoot(page, "receipt")

        page.goto(connected.url("/pay/"))
        expect(page.get_by_text("of 480,00 €")).to_be_visible()
        expect(page.locator(".pay-item__amount")).to_have_text("398,00 €")
        shoot(page, "left")


def test_a_card_that_does_not_work_costs_nothing_and_what_was_left_can_be_gone_on_with(owner, connected, phone, shoot):
    guest = regular(owner, connected, phone, "Olga Brandt", TART, CAKE)
    phone.get_by_label("Layer cake").uncheck()
    go_on(phone)
    card(phone, DECLINED)
    expect(phone.get_by_text("Your card was declined.")).to_be_visible()
    card(phone, NEEDS_3D_SECURE)
    phone.get_by_role("button", name="Fail authentication").click()
    expect(phone.get_by_role("alert")).to_contain_text("unable to authenticate")
    shoot(phone, "failed")
    phone.get_by_role("link", name="Cancel and go back").click()
    expect(phone.get_by_text("Nothing was charged. Your selection of 18,50 € is kept.")).to_be_visible()
    shoot(phone, "cancelled")
    phone.get_by_role("link", name="Go on paying").click()
    expect(phone.get_by_role("heading", name="Pay Harbour Bakery")).to_be_visible()
    phone.close()

    later = phone.context.new_page()
    later.goto(connected.url("/pay/"))
    expect(later.get_by_text("You have a payment that is not finished")).to_be_visible()
    expect(later.get_by_label("Almond tarts")).to_be_checked()
    expect(later.get_by_label("Layer cake")).not_to_be_checked()
    shoot(later, "closed")
    later.get_by_role("link", name="Go on paying").click()
    card(later)
    expect_receipt(later, "18,50 €")
    later.goto(connected.url("/pay/"))
    go_on(later)
    card(later)

    expect_receipt(later, "480,00 €")
    owner.goto(connected.url(f"{guest.contact}account/"))
    assert balances(owner)[:2] == ["-480,00 € → 0,00 €", "-18,50 € → 480,00 €"]


def test_a_double_click_and_two_tabs_pay_once(owner, connected, phone, shoot):
    guest = regular(owner, connected, phone, "Piet Aas", TART)
    other = phone.context.new_page()
    other.goto(connected.url("/pay/"))
    phone.get_by_role("button", name="Continue").dblclick()
    expect(phone.get_by_role("heading", name="Pay Harbour Bakery")).to_be_visible()
    other.set_viewport_size(DESK)
    other.emulate_media(color_scheme="dark")
    shoot(other, "desk")
    go_on(other)
    assert other.url == phone.url
    for tab in (phone, other):
        tab.get_by_label("Card number").fill("4242 4242 4242 4242")
        tab.get_by_label("Expiry date").fill("12 / 34")
        tab.get_by_label("Security code").fill("123")
    phone.get_by_test_id("hosted-payment-submit-button").dblclick()
    number = expect_receipt(phone, "18,50 €")
    other.get_by_test_id("hosted-payment-submit-button").click()
    expect(other.get_by_text("Nothing more will be charged.")).to_be_visible()
    other.get_by_role("link", name="Back to the shop").click()

    assert expect_receipt(other, "18,50 €") == number
    owner.goto(connected.url(f"{guest.contact}account/"))
    assert balances(owner) == ["-18,50 € → 0,00 €", "18,50 € → 18,50 €"]


def test_money_that_came_another_way_is_recorded_by_hand(owner, shop, phone, shoot):
    guest = regular(owner, shop, phone, "Rosa Dahl", ("Rye bread", "30,00"))
    for how, amount, reference in (("Cash", "8,00", ""), ("Bank transfer", "9,00", "SEPA 4711"), ("Cheque", "", "88")):
        owner.goto(shop.url(f"{guest.contact}payments/new/"))
        if amount:
            owner.get_by_label("Amount received").fill(amount)
        owner.get_by_role("radio", name=how).check()
        owner.get_by_label("Reference").fill(reference)
        owner.get_by_label("Note").fill("MARKER-NOTE")
        owner.get_by_role("button", name="Record payment").click()
        expect(owner.get_by_text("is written.")).to_be_visible()
    shoot(owner, "payment")

    assert "13,00" in shop.stack.mail(guest.email, subject="13,00")["text"]
    phone.goto(shop.url("/account/"))
    assert balances(phone)[:3] == ["-13,00 € → 0,00 €", "-9,00 € → 13,00 €", "-8,00 € → 22,00 €"]
    phone.get_by_role("link", name="Payment: Bank transfer").click()
    expect(phone.get_by_role("heading", name="Receipt R-", level=1)).to_be_visible()
    expect(phone.get_by_text("Bank transfer · SEPA 4711")).to_be_visible()
    assert "MARKER-NOTE" not in phone.content()
    shoot(phone, "receipt")


def test_after_all_of_this_the_books_add_up(shop):
    verdict = shop.stack.manage("verify_ledger", "--all")

    assert (verdict.returncode, verdict.stderr) == (0, ""), verdict.stdout
