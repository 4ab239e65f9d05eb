"""Money goes back: a part to the card, then the rest to the bank, until the evidence brings it home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.patience import reload_until
from tests.browser.shop import OWNER_EMAIL, Guest, Shop
from tests.browser.steps import link_in
from tests.browser.till import card, expect_receipt, go_on, make_sure_of_stripe, regular
from tests.standin.controls import Controls

pytestmark = pytest.mark.browser
WINNING = "winning_evidence"
"""What Stripe's own test mode takes for good evidence: https://docs.stripe.com/testing#disputes."""


def open_payment(owner: Page, shop: Shop, guest: Guest) -> str:
    """Go to the page of the guest's payment; return Stripe's name of it."""
    owner.goto(shop.url("/workspace/payments/"))
    owner.get_by_role("link", name=guest.name).click()
    return owner.get_by_text("pi_").first.inner_text().strip()


def expect_due(phone: Page, shop: Shop, amount: str) -> None:
    phone.goto(shop.url("/pay/"))
    figure = re.compile("^" + amount.replace(" ", r"\s") + "$")
    reload_until(phone, phone.locator(".pay__bar-all", has_text=figure))


def test_a_part_goes_back_then_the_bank_takes_the_rest_and_evidence_brings_it_home(owner, shop, phone, shoot):
    make_sure_of_stripe(owner, shop)
    guest = regular(owner, shop, phone, "Nora Falk", ("Layer cake", "80,00"))
    go_on(phone)
    card(phone)
    expect_receipt(phone, "80,00 €")
    intent = open_payment(owner, shop, guest)
    owner.get_by_role("link", name="Give money back").click()
    owner.get_by_label("Amount to give back").fill("20,00")
    owner.get_by_label("Reason").fill("A slice was missing")
    owner.get_by_role("button", name="Give back").click()
    expect(owner.get_by_text("20,00 € is on its way back.")).to_be_visible()
    assert "A slice was missing" in shop.stack.mail(guest.email, subject="20,00")["text"]
    expect_due(phone, shop, "20,00 €")
    shoot(phone, "due-again")
    phone.goto(shop.url("/account/"))
    expect(phone.get_by_text("Refund").first).to_be_visible()
    shoot(phone, "account")

    Controls(shop.stack.plan.stripe_url).post("disputes", payment_intent=intent, reason="product_not_received")
    mail = shop.stack.mail(OWNER_EMAIL, subject="The bank of Nora Falk disputes")
    owner.goto(shop.url("/workspace/"))
    expect(owner.get_by_role("link", name=re.compile(r"^\d+ payments? (is|are) disputed"))).to_be_visible()
    expect(owner.get_by_text(re.compile("answer within [67] days"))).to_be_visible()
    owner.goto(link_in(mail, "/disputes/"))
    expect(owner.get_by_text(re.compile("[67] days left"))).to_be_visible()
    shoot(owner, "dispute")
    expect_due(phone, shop, "80,00 €")

    owner.get_by_label("What the bank should know").fill(WINNING)
    owner.get_by_role("button", name="Send to the bank").click()
    expect(owner.get_by_text("Your evidence is on its way to the bank.")).to_be_visible()
    owner.goto(shop.url("/workspace/disputes/"))
    to_answer = owner.get_by_role("table", name="Disputes to answer")
    expect(to_answer.get_by_role("link", name=guest.name)).to_have_count(0)
    expect_due(phone, shop, "20,00 €")
