"""Ways to pay, on the phone: the deposit, a transfer with its proof that is then confirmed, and a quote with a name."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import OWNER_PASSWORD, Shop
from tests.browser.steps import link_in
from tests.browser.till import card, expect_receipt, go_on, make_sure_of_stripe, regular

pytestmark = pytest.mark.browser
SLIP = {"name": "slip.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sent on Monday"}
IBAN = "PT50 0002 0123 1234 5678 9015 4"


def test_the_deposit_now_and_the_rest_later(owner, shop, phone, shoot):
    make_sure_of_stripe(owner, shop)
    guest = regular(owner, shop, phone, "Dina Quist")
    owner.goto(shop.url(f"{guest.contact}charges/new/"))
    owner.get_by_text("Something that is not in the catalogue").click()
    owner.get_by_label("Or something else").fill("Wedding cake")
    owner.get_by_label("Its price").fill("480,00")
    owner.get_by_text("Ask for a deposit").click()
    owner.get_by_label("Deposit", exact=True).fill("150,00")
    owner.get_by_role("button", name="Put it on the account").click()
    expect(owner.get_by_text("they can see it now.")).to_be_visible()
    phone.reload()

    phone.get_by_label("The deposit").check()
    expect(phone.locator(".pay__bar-deposit")).to_have_text("150,00 €")
    shoot(phone, "pay-deposit")
    go_on(phone)
    card(phone)

    expect_receipt(phone, "150,00 €")
    phone.goto(shop.url("/pay/"))
    expect(phone.locator(".pay__bar-all")).to_have_text("330,00 €")
    expect(phone.get_by_label("The deposit")).to_have_count(0)


def test_a_transfer_is_told_with_its_proof_and_confirmed(owner, shop, phone, shoot):
    write_down_the_bank(owner, shop)
    regular(owner, shop, phone, "Elin Brask", ("Rye for the week", "64,00"))

    phone.get_by_role("button", name="Pay by bank transfer").click()
    expect(phone.get_by_text(IBAN)).to_be_visible()
    reference = phone.get_by_text("RF").first.inner_text()
    phone.locator("input[type=file]").set_input_files(SLIP)
    shoot(phone, "transfer")
    phone.get_by_role("button", name="I have paid by transfer").click()
    expect(phone.get_by_text("You said you have paid it")).to_be_visible()

    owner.goto(shop.url("/workspace/transfers/"))
    owner.get_by_label("Reference on your bank statement").fill(f"SEPA {reference}")
    owner.get_by_role("button", name="Find").click()
    expect(owner.get_by_role("heading", name="Transfer from Elin Brask")).to_be_visible()
    expect(owner.get_by_role("link", name="slip.pdf")).to_be_visible()
    shoot(owner, "to-check")
    owner.get_by_role("button", name="Record it and send the receipt").click()
    expect(owner.get_by_text("Nothing to check")).to_be_visible()

    phone.goto(shop.url("/pay/"))
    expect(phone.get_by_role("heading", name="Nothing to pay")).to_be_visible()


def test_a_quote_is_accepted_with_a_name(owner, shop, phone, shoot):
    guest = regular(owner, shop, phone, "Finn Holt")
    owner.goto(shop.url("/workspace/quotes/new/"))
    owner.get_by_label("For").select_option(label=guest.name)
    line(owner, 0, "Wedding cake", "480,00")
    line(owner, 1, "Sugar flowers", "60,00")
    owner.get_by_label("The customer may leave it out").nth(1).check()
    expect(owner.locator("#totals")).to_contain_text("540,00 €")
    owner.get_by_role("button", name="Save the draft").click()
    owner.get_by_role("button", name="Send it").click()
    heading = owner.get_by_role("heading", name="Quote Q-", level=1)
    expect(heading).to_be_visible()
    shoot(owner, "quote-sent")

    mail = shop.stack.mail(guest.email, subject=heading.inner_text())
    phone.goto(link_in(mail, "/quotes/"))
    phone.get_by_label("Sugar flowers").check()
    phone.get_by_label("Your full name").fill("Finn Holt")
    shoot(phone, "quote")
    phone.get_by_role("button", name="Accept the quote").click()
    expect(phone.get_by_text("Accepted by Finn Holt on")).to_be_visible()
    phone.goto(shop.url("/pay/"))
    expect(phone.locator(".pay__bar-all")).to_have_text("540,00 €")
    owner.reload()
    expect(owner.get_by_text("Accepted by Finn Holt on")).to_be_visible()


def write_down_the_bank(owner: Page, shop: Shop) -> None:
    owner.goto(shop.url("/workspace/settings/invoicing/"))
    owner.get_by_label("Account holder").fill("Harbour Bakery")
    owner.get_by_label("IBAN").fill(IBAN)
    owner.get_by_label("Your password").fill(OWNER_PASSWORD)
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("It holds for what is issued from now on.")).to_be_visible()


def line(owner: Page, place: int, what: str, price: str) -> None:
    owner.get_by_label("What", exact=True).nth(place).fill(what)
    owner.get_by_label("Price", exact=True).nth(place).fill(price)
