"""Paying: what the owner does once to be paid online, and what a customer does on the hosted page."""

from playwright.sync_api import Page, expect

from tests.browser.shop import OWNER_PASSWORD, Guest, Shop, add_charge, add_contact, arrive

GOOD, DECLINED, NEEDS_3D_SECURE = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0025 0000 3155"


def to_stripe(owner: Page, button: str, password: str = OWNER_PASSWORD) -> None:
    """From the settings to Stripe's own pages, which ask for the password first."""
    owner.get_by_label("Your password", exact=True).fill(password)
    owner.get_by_role("button", name=button).click()
    expect(owner.get_by_role("heading", name="Start taking payments")).to_be_visible()


def make_sure_of_stripe(owner: Page, shop: Shop) -> None:
    """Connect the bakery to Stripe unless it is."""
    owner.goto(shop.url("/workspace/settings/payments/"))
    if not owner.get_by_text("Taking payments").is_visible():
        to_stripe(owner, "Connect Stripe")
        owner.get_by_role("button", name="Finish onboarding").click()
        expect(owner.get_by_text("Taking payments")).to_be_visible()


def regular(owner: Page, shop: Shop, phone: Page, name: str, *charges: tuple[str, str]) -> Guest:
    """A customer who has arrived and owes these things; their phone is on the Pay page."""
    guest = add_contact(owner, shop, name, name.partition(" ")[0].lower())
    arrive(phone, shop, guest)
    for what, price in charges:
        add_charge(owner, shop, guest, what, price)
    phone.goto(shop.url("/pay/"))
    return guest


def go_on(page: Page) -> None:
    """From the Pay page to the hosted checkout."""
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Pay Harbour Bakery")).to_be_visible()


def card(page: Page, number: str = GOOD) -> None:
    """Fill the hosted form in and send it."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry date").fill("12 / 34")
    page.get_by_label("Security code").fill("123")
    page.get_by_test_id("hosted-payment-submit-button").click()


def expect_receipt(page: Page, amount: str) -> str:
    """The page after a payment; returns the receipt's number."""
    expect(page.get_by_role("heading", name="Thank you, your payment has arrived")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Paid").last).to_contain_text(amount)
    title = page.get_by_role("heading", name="Receipt R-").inner_text()
    return title.removeprefix("Receipt ")


def balances(page: Page) -> list[str]:
    """The account page's amounts, newest first, each with the balance after it."""
    texts = [text.replace("\N{NO-BREAK SPACE}", " ") for text in page.locator("td .money").all_inner_texts()]
    return [f"{amount} → {balance}" for amount, balance in zip(texts[::2], texts[1::2], strict=True)]
