"""9. The business asks whether the details are right; the customer answers; the team decides; both see what became."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.patience import reload_until
from tests.browser.shop import OWN_PASSWORD, TEMPORARY, Guest, Shop, add_contact, choose_password, sign_in
from tests.browser.steps import link_in, shoot_day_and_night
from tests.browser.witness import opened

pytestmark = pytest.mark.browser
NEW_PHONE = "+351 21 555 0187"


def confirmed_at_home(owner: Page, shop: Shop) -> int:
    """How many details the home page says are confirmed, in the whole business."""
    owner.goto(shop.url("/workspace/"))
    said = owner.get_by_text(re.compile(r"\d+ of \d+ details? confirmed by customers")).inner_text()
    return int(said.split()[0])


def accuracy_in_list(owner: Page, shop: Shop, guest: Guest) -> str:
    owner.goto(shop.url(f"/workspace/contacts/?q={guest.username}"))
    return owner.locator("tbody tr").first.locator("[data-label=Accuracy]").inner_text().strip()


def come_in(page: Page, guest: Guest) -> None:
    """Sign in for the first time, and put the details off."""
    sign_in(page, guest.username, TEMPORARY)
    choose_password(page, OWN_PASSWORD)
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_role("heading", name=re.compile("nothing is due|you owe|Please check")).first).to_be_visible()


def say_right(page: Page, label: str, left: str) -> None:
    page.get_by_role("button", name=f"{label}: this is right").click()
    expect(page.get_by_text(left)).to_be_visible()


def report_phone(page: Page) -> None:
    page.get_by_role("link", name="Phone: this is wrong").click()
    page.get_by_label("Phone number").fill("")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Fill this in.").first).to_be_visible()
    page.get_by_label("Phone number").fill(NEW_PHONE)
    page.get_by_label("Why, or since when").fill("We moved, and the old line stayed behind.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Harbour Bakery looks at it")).to_be_visible()


def report_missing_address(page: Page) -> None:
    page.get_by_text("Something is missing").click()
    page.get_by_role("link", name="Another e-mail address").click()
    page.get_by_label("E-mail address").fill("clara@elsewhere.example")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Reported missing on")).to_be_visible()


def ask(owner: Page, shop: Shop, guest: Guest) -> None:
    owner.goto(shop.url(f"{guest.contact}information/"))
    owner.get_by_role("button", name="Ask to check").click()
    expect(owner.get_by_text(f"{guest.name} is asked by e-mail to check their details.")).to_be_visible()


def decide(owner: Page, shop: Shop, shoot) -> None:
    """From "needs you" to the queue: accept the phone number, decline the address with a reason."""
    owner.goto(shop.url("/workspace/"))
    owner.get_by_role("link", name=re.compile(r"^\d+ corrections to review")).click()
    shoot_day_and_night(owner, shoot, "queue")
    owner.get_by_role("button", name="Accept: Phone of Clara Wenn").click()
    expect(owner.get_by_text("“Phone” of Clara Wenn is corrected.")).to_be_visible()
    missing = owner.get_by_role("link", name="Edit or decline: Another e-mail address of Clara Wenn")
    missing.click()
    shoot_day_and_night(owner, shoot, "decide")
    owner.get_by_label("Why it stays as it is").fill("Mail to that address comes back.")
    owner.get_by_role("button", name="Decline and tell the customer").click()
    expect(owner.get_by_role("heading", name="Corrections", level=1)).to_be_visible()
    expect(missing).to_have_count(0)


def test_details_are_asked_about_answered_and_decided(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Clara Wenn", "clara")
    before = confirmed_at_home(owner, shop)
    assert accuracy_in_list(owner, shop, guest) == "Never checked"
    ask(owner, shop, guest)

    phone.goto(
        link_in(shop.stack.mail(guest.email, subject="Are your details at Harbour Bakery right?"), "/information/")
    )
    come_in(phone, guest)
    expect(phone.get_by_role("heading", name="Please check 4 details")).to_be_visible()
    shoot(phone, "home")
    phone.get_by_role("link", name="Check my details").click()
    shoot(phone, "details")
    for label, left in (("First name", "1 of 4"), ("Last name", "2 of 4"), ("E-mail", "3 of 4")):
        say_right(phone, label, f"{left} details are known to be right")
    report_phone(phone)
    report_missing_address(phone)
    shoot(phone, "answered")

    assert confirmed_at_home(owner, shop) == before + 3
    assert accuracy_in_list(owner, shop, guest) == "75 %"
    decide(owner, shop, shoot)

    mail = shop.stack.mail(guest.email, subject="About your correction at Harbour Bakery")
    assert "Mail to that address comes back." in mail["text"]
    phone.goto(link_in(mail, "/information/"))
    expect(phone.get_by_text("4 of 4 details are known to be right")).to_be_visible()
    expect(phone.get_by_text("Corrected on")).to_be_visible()
    expect(phone.get_by_text("Mail to that address comes back.")).to_be_visible()
    shoot(phone, "fate")

    assert confirmed_at_home(owner, shop) == before + 4
    assert accuracy_in_list(owner, shop, guest) == "100 %"
    owner.goto(shop.url(guest.contact))
    expect(owner.get_by_text("4 of 4 details confirmed")).to_be_visible()
    expect(owner.get_by_text(NEW_PHONE).first).to_be_visible()
    owner.get_by_role("link", name="Information").click()
    shoot_day_and_night(owner, shoot, "information")


def test_a_customer_answers_without_scripts_in_the_dark(owner, shop, browser, shoot):
    guest = add_contact(owner, shop, "Conrad Vale", "conrad")
    without_scripts = {"java_script_enabled": False, "color_scheme": "dark"}
    with opened(browser, viewport=PHONE, is_mobile=True, **without_scripts) as context:
        page = context.new_page()
        page.goto(shop.url())
        come_in(page, guest)
        page.goto(shop.url("/information/"))
        say_right(page, "First name", "1 of 4 details are known to be right")
        report_phone(page)
        page.get_by_role("button", name="Phone: withdraw your correction").click()
        expect(page.get_by_text("Your correction is withdrawn.")).to_be_visible()
        shoot(page, "withdrawn")
        page.get_by_role("button", name="Right, all 3 left").click()
        expect(page.get_by_text("Thank you. Your details are marked as right as of today.")).to_be_visible()
        page.get_by_role("link", name="My information").last.click()

        expect(page.get_by_text("4 of 4 details are known to be right")).to_be_visible()
        shoot(page, "all-right")


def test_everyone_with_a_tag_is_counted_before_and_followed_after(owner, shop, shoot):
    add_contact(owner, shop, "Cecil Ward", "cecil")
    owner.goto(shop.url("/workspace/contacts/check/"))
    count = owner.locator("#count")
    expect(count).to_contain_text("would be asked")
    shoot_day_and_night(owner, shoot, "ask")
    owner.get_by_label("Also those who were asked").check()
    expect(count).to_contain_text("would be asked")
    owner.get_by_role("button", name="Send the e-mails").click()

    expect(owner.get_by_text("Asked to check their details, ")).to_be_visible()
    reload_until(owner, owner.get_by_text(re.compile(r"Done: \d+ contacts? (is|are) asked by e-mail")))
    shoot(owner, "asked")
