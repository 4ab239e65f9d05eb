"""4. The customer arrives: opens the e-mail, signs in under the business's brand, chooses a password, looks around."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.shop import NAME, OWN_PASSWORD, TEMPORARY, add_contact, arrive, choose_password, sign_in
from tests.browser.witness import opened

pytestmark = pytest.mark.browser


def assert_only_the_businesss_brand(page: Page) -> None:
    """The platform's name is nowhere: not on the page, in its title, in its source or in the addresses it loads."""
    assert NAME in page.title()
    assert NAME in page.locator("body").inner_text()
    assert re.findall(".{0,60}mango.{0,60}", page.content(), re.IGNORECASE) == []


def test_the_welcome_mail_shows_in_every_way_in_the_mailbox(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Cleo van Dam", "cleo")
    mail = shop.stack.mail(guest.email)
    phone.goto(f"{shop.stack.base}/dev/mail/")
    phone.get_by_role("link", name="Your account at Harbour Bakery").first.click()

    letter = phone.frame_locator("iframe")
    for words in ("Hello Cleo van Dam,", guest.username, TEMPORARY, "You get this because"):
        expect(letter.get_by_text(words, exact=True).or_(letter.get_by_text(words)).first).to_be_visible()
    expect(letter.get_by_role("link", name="Sign in", exact=True)).to_have_attribute("href", shop.url("/sign-in/"))
    shoot(phone, "html")
    for tab, words in (("Text", f"Temporary password: {TEMPORARY}"), ("Headers", "Reply-To"), ("Source", "MIME-Ver")):
        phone.get_by_role("link", name=tab, exact=True).click()
        expect(phone.get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "page")
        expect(phone.get_by_role("main").get_by_text(words).first).to_be_visible()
        shoot(phone, tab.lower())
    assert "mango" not in (mail["html"] + mail["text"] + str(mail["headers"])).lower()


def test_from_the_mail_to_home_on_a_phone(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Dora Quint", "dora")
    phone.goto(shop.stack.mail(guest.email)["url"])
    with phone.expect_popup() as opened:
        phone.frame_locator("iframe").get_by_role("link", name="Sign in", exact=True).click()
    portal = opened.value
    expect(portal.get_by_role("heading", name="Sign in")).to_be_visible()
    assert_only_the_businesss_brand(portal)
    shoot(portal, "sign-in")

    sign_in(portal, guest.username, "not the password")
    expect(portal.get_by_text("That username and password do not match.")).to_be_visible()
    sign_in(portal, guest.username, TEMPORARY)
    expect(portal.get_by_role("heading", name="Choose your password")).to_be_visible()
    portal.goto(shop.url("/pay/"))
    expect(portal.get_by_role("heading", name="Choose your password")).to_be_visible()
    assert_only_the_businesss_brand(portal)

    portal.goto(shop.url())
    choose_password(portal, TEMPORARY)
    expect(portal.get_by_text("This is the password you have now. Choose another.")).to_be_visible()
    choose_password(portal, "password1234")
    expect(portal.get_by_text("This password is too common.")).to_be_visible()
    shoot(portal, "password-refused")
    choose_password(portal, OWN_PASSWORD)

    expect(portal.get_by_text("Your password is saved.")).to_be_visible()
    expect(portal.get_by_role("heading", name="Are your details right?")).to_be_visible()
    for detail in ("Dora", "Quint", guest.email, "+351 21 034 4400"):
        expect(portal.get_by_role("definition").filter(has_text=detail).first).to_be_visible()
    assert_only_the_businesss_brand(portal)
    shoot(portal, "details")
    portal.get_by_role("button", name="Everything is right").click()
    expect(portal.get_by_role("heading", name="Dora Quint, nothing is due")).to_be_visible()
    assert_only_the_businesss_brand(portal)
    shoot(portal, "home")


def test_the_new_password_is_the_one_that_counts(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Emil Sand", "emil")
    arrive(phone, shop, guest)
    phone.get_by_role("button", name="Your account").click()
    shoot(phone, "menu")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    phone.goto(shop.url())

    sign_in(phone, guest.username, TEMPORARY)
    expect(phone.get_by_text("That username and password do not match.")).to_be_visible()
    sign_in(phone, guest.email, OWN_PASSWORD)

    expect(phone.get_by_role("heading", name="Emil Sand, nothing is due")).to_be_visible()
    owner.goto(shop.url(guest.contact))
    expect(owner.get_by_text("Signed in", exact=True).first).to_be_visible()
    expect(owner.get_by_text("Looked over their details")).to_be_visible()
    shoot(owner, "contact")


def test_it_all_works_without_scripts_and_in_the_dark(owner, shop, browser, shoot):
    guest = add_contact(owner, shop, "Fred Vos", "fred")
    without_scripts = {"java_script_enabled": False, "color_scheme": "dark"}
    with opened(browser, viewport=PHONE, is_mobile=True, **without_scripts) as context:
        page = context.new_page()
        arrive(page, shop, guest)
        shoot(page, "home")
        for tab in ("Pay", "Updates", "Files", "My information"):
            page.get_by_role("navigation", name="Tabs").get_by_role("link", name=tab).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(tab)
            assert_only_the_businesss_brand(page)
            shoot(page, tab.lower().replace(" ", "-"))
