"""11. Signing in, on a phone: a link by mail, a code as well, a recovery code, and finding the business again."""

import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.shop import NAME, OWN_PASSWORD, OWNER_EMAIL, Guest, Shop, add_contact, arrive, sign_in
from tests.browser.steps import another_browser, link_in
from tests.browser.test_4_customer_arrives import assert_only_the_businesss_brand
from tests.browser.witness import opened

pytestmark = pytest.mark.browser
Shoot = Callable[[Page, str], None]


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def come_in_by_link(page: Page, shop: Shop, guest: Guest, shoot: Shoot) -> None:
    shoot(page, "1-sign-in")
    page.get_by_label("Username or e-mail").fill(guest.username)
    page.get_by_role("button", name="E-mail me a link instead").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    page.goto(link_in(shop.stack.mail(guest.email, subject="Your link to sign in"), "/sign-in-link/"))
    assert_only_the_businesss_brand(page)
    shoot(page, "2-link")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=f"{guest.name}, nothing is due")).to_be_visible()


def set_up_a_code(page: Page, shop: Shop, shoot: Shoot) -> tuple[str, list[str]]:
    """Turn two-factor sign-in on; return the secret that was scanned, and the recovery codes."""
    page.goto(shop.url("/security/"))
    page.get_by_role("link", name="Set up two-factor sign-in").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    secret = page.locator(".copy__text").inner_text().replace(" ", "")
    shoot(page, "3-set-up")
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    codes = page.locator(".codes > li").all_inner_texts()
    shoot(page, "4-codes")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download").click()
    assert file.value.path().read_text().split()[-10:] == codes
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("Two-factor sign-in is on, and your recovery codes are with you.")).to_be_visible()
    return secret, codes


def use_recovery_code(page: Page, code: str) -> None:
    page.get_by_role("link", name="use a recovery code").click()
    page.get_by_label("Recovery code").fill(code.upper())
    page.get_by_role("button", name="Sign in").click()


def test_a_customer_signs_in_in_every_way_there_is(owner, shop, phone, browser: Browser, shoot):
    guest = add_contact(owner, shop, "Iris Lund", "iris")
    arrive(phone, shop, guest)
    sign_out(phone)
    come_in_by_link(phone, shop, guest, shoot)
    secret, codes = set_up_a_code(phone, shop, shoot)
    sign_out(phone)

    sign_in(phone, guest.username, OWN_PASSWORD)
    expect(phone.get_by_role("heading", name="Your code")).to_be_visible()
    assert_only_the_businesss_brand(phone)
    shoot(phone, "5-code")
    phone.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).at(time.time() + 30))  # the one of now is used up
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name=f"{guest.name}, nothing is due")).to_be_visible()

    with another_browser(browser) as desk:
        desk.goto(shop.url())
        sign_in(desk, guest.username, OWN_PASSWORD)
        use_recovery_code(desk, codes[0])
        expect(desk.get_by_role("heading", name=f"{guest.name}, nothing is due")).to_be_visible()
        assert "recovery code" in shop.stack.mail(guest.email, subject="A recovery code was used")["text"]
        phone.goto(shop.url("/security/"))
        expect(phone.get_by_text("9 recovery codes left.")).to_be_visible()
        shoot(phone, "6-security")
        phone.get_by_role("button", name="End Chrome").click()
        expect(phone.get_by_text("That device is signed out.")).to_be_visible()
        desk.goto(shop.url("/pay/"))
        expect(desk.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_business_is_found_again_by_mail(shop, phone, shoot):
    phone.goto(shop.stack.base)
    phone.get_by_role("link", name="Find my business").first.click()
    shoot(phone, "find")
    phone.get_by_label("Your e-mail address").fill(OWNER_EMAIL)
    phone.get_by_role("button", name="E-mail me the addresses").click()
    expect(phone.get_by_role("heading", name="Look into your mailbox")).to_be_visible()

    mail = shop.stack.mail(OWNER_EMAIL, subject="Where you have an account")
    assert NAME in mail["text"]
    phone.goto(mail["url"])
    shoot(phone, "mail")
    phone.goto(link_in(mail, "/sign-in/"))
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_code_is_set_up_and_asked_for_without_scripts_and_in_the_dark(owner, shop, browser: Browser, shoot):
    guest = add_contact(owner, shop, "Odo Brink", "odo")
    without_scripts = {"java_script_enabled": False, "color_scheme": "dark"}
    with opened(browser, viewport=PHONE, is_mobile=True, **without_scripts) as context:
        page = context.new_page()
        arrive(page, shop, guest)
        _secret, codes = set_up_a_code(page, shop, shoot)
        context.clear_cookies()
        page.goto(shop.url())
        sign_in(page, guest.username, OWN_PASSWORD)
        shoot(page, "5-code")
        use_recovery_code(page, codes[3])
        expect(page.get_by_role("heading", name=f"{guest.name}, nothing is due")).to_be_visible()
