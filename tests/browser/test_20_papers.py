"""20. An invoice by mail: looked at and paid on a phone without signing in, proven by its code, and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import SUBDOMAIN, Guest, Shop, add_charge, add_contact
from tests.browser.steps import link_in
from tests.browser.test_6_payment import pdf_at
from tests.browser.till import card, make_sure_of_stripe
from tests.browser.witness import opened

pytestmark = pytest.mark.browser
ISSUE = """
from billing.models import Charge, InvoicingRules
from billing.services.invoice_drafts import InvoiceDraft
from billing.services.invoices import invoice_directly
from tenants import directory
from tenants.kernel.scope import business_scope
with business_scope(directory.by_subdomain("{subdomain}")):
    InvoicingRules.objects.update_or_create(
        id=1, defaults=dict(bank_holder="Harbour Bakery Lda", iban="PT50000201231234567890154", bic="BCOMPTPL")
    )
    charges = Charge.objects.filter(contact__display_name="{name}")
    draft = InvoiceDraft(charge_ids=[each.pk for each in charges])
    made = invoice_directly(contact_id=charges[0].contact_id, draft=draft)
print(made.pk)
"""


def invoiced(owner: Page, shop: Shop, name: str) -> tuple[Guest, str]:
    """Somebody owes for tarts and a cake, and both have just been invoiced; with the invoice's id."""
    make_sure_of_stripe(owner, shop)
    guest = add_contact(owner, shop, name, name.replace(" ", ".").lower())
    for what, price in (("Almond tarts", "18,50"), ("Layer cake", "480,00")):
        add_charge(owner, shop, guest, what, price)
    done = shop.stack.manage("shell", "--no-imports", "-c", ISSUE.format(subdomain=SUBDOMAIN, name=name))
    assert done.returncode == 0, done.stderr
    return guest, done.stdout.split()[-1]


def test_from_the_mail_to_paid_without_signing_in(browser, owner, shop, phone, shoot):
    guest, _invoice_id = invoiced(owner, shop, "Nora Lund")
    mail = shop.stack.mail(guest.email, subject="Invoice")
    (paper,) = mail["attachments"]
    number = paper.removesuffix(".pdf")
    link = link_in(mail, "/d/")
    phone.goto(link)
    expect(phone.get_by_role("heading", name=f"Invoice {number}", level=1)).to_be_visible()
    shoot(phone, "shared")
    with opened(browser, viewport={"width": 390, "height": 844}, color_scheme="dark") as context:
        dark = context.new_page()
        dark.goto(link)
        shoot(dark, "shared-dark")
    said = pdf_at(phone, phone.get_by_role("link", name="Download as PDF").get_attribute("href"))
    for words in (number, "Nora Lund", "Almond tarts", "18,50 €", "Layer cake", "480,00 €", "498,50 €", "PT50 0002"):
        assert words in said

    phone.get_by_role("button", name="Pay 498,50 €").click()
    card(phone)
    expect(phone.get_by_text("Thank you. Nothing is left to pay.")).to_be_visible()
    shoot(phone, "paid")

    phone.get_by_role("link", name="Check that it is ours").click()
    expect(phone.get_by_role("heading", name="Yes, this invoice is from Harbour Bakery")).to_be_visible()
    expect(phone.get_by_text("Nothing is left to pay on it.")).to_be_visible()
    shoot(phone, "verified")
    phone.get_by_role("link", name="Check another paper").click()
    phone.get_by_label("Code").fill("2222-3333-4444")
    phone.get_by_role("button", name="Check the paper").click()
    expect(phone.get_by_text("Do not pay")).to_be_visible()
    shoot(phone, "unknown")


def test_the_team_sees_that_it_was_looked_at_and_takes_it_back(owner, shop, phone, shoot):
    guest, invoice_id = invoiced(owner, shop, "Otto Berg")
    with phone.expect_response(lambda answer: "/viewing/" in answer.url):
        phone.goto(link_in(shop.stack.mail(guest.email, subject="Invoice"), "/d/"))
    owner.goto(shop.url(f"/workspace/invoices/{invoice_id}/share/"))
    expect(owner.get_by_role("row").filter(has_text="In the e-mail with the invoice")).not_to_contain_text("not yet")
    owner.get_by_role("button", name="Make a link").click()
    expect(owner.get_by_text("The link is made. Copy it from the list.")).to_be_visible()
    shoot(owner, "share")

    owner.get_by_role("button", name="Take back").last.click()
    expect(owner.get_by_text("The link shows nothing any more.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="This link no longer works")).to_be_visible()
    shoot(phone, "taken-back")
