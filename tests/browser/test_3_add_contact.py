"""Journey 3: a contact is added, and with it an account and its welcome e-mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.patience import reload_until, wait_until
from tests.browser.steps import (
    SAVE_CONTACT,
    Owner,
    add_contact,
    another_browser,
    choose_colours,
    draw_logo,
    fill_contact,
    link_in,
    save_brand,
    shoot_day_and_night,
    shoot_everywhere,
    sign_in,
    sign_up,
    told_in,
)

OWNER = Owner(business="Lantern Bakery", subdomain="lantern")


@pytest.fixture(scope="module")
def owner(browser, stack, tmp_path_factory) -> dict:
    """The cookies of the owner of a bakery that has a logo."""
    with another_browser(browser) as page:
        sign_up(page, stack, OWNER)
        page.goto(stack.business("lantern", "/workspace/settings/brand/"))
        page.get_by_label("logo or drop it here").set_input_files(draw_logo(tmp_path_factory.mktemp("logo") / "it.png"))
        choose_colours(page, "#0B4F6C", "#F26B38")
        save_brand(page)
        return page.context.storage_state()


@pytest.fixture
def workspace(browser, owner) -> Iterator[Page]:
    with another_browser(browser, storage_state=owner) as page:
        yield page


@pytest.fixture
def form(workspace, stack) -> Page:
    """The form, open before the owner."""
    workspace.goto(stack.business("lantern", "/workspace/contacts/new/"))
    return workspace


def test_nothing_is_saved_without_a_user_name_and_a_password(form, stack, shoot):
    page = form
    shoot_day_and_night(page, shoot, "1-empty")
    page.get_by_label("E-mail address").first.fill("nobody@home.example")
    page.get_by_label("Note").fill("Met at the market")
    page.get_by_label("Company", exact=True).fill("Nobody & Co")
    page.get_by_label("A company").check()
    expect(page.get_by_label("Username")).not_to_have_value("")
    page.get_by_label("Username").fill("")

    page.get_by_role("button", name=SAVE_CONTACT).click()

    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("Nothing has been saved yet.")
    expect(problems).to_contain_text("Enter a username: nothing is saved without one.")
    expect(problems).to_contain_text("Enter a password: nothing is saved without one.")
    expect(page.get_by_label("E-mail address").first).to_have_value("nobody@home.example")
    expect(page.get_by_label("Company", exact=True)).to_have_value("Nobody & Co")
    expect(page.get_by_label("A company")).to_be_checked()
    expect(page.get_by_label("Note")).to_have_value("Met at the market")
    shoot_day_and_night(page, shoot, "2-refused")
    page.goto(stack.business("lantern", "/workspace/contacts/"))
    expect(page.get_by_text("Your contacts will be listed here")).to_be_visible()
    shoot(page, "3-still-nobody")


def test_a_person_is_added_with_all_that_is_known(form, stack, shoot):
    page = form
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill_contact(page, first="Cleo", last="van Dam", email="cleo@dam.example")
    expect(page.get_by_label("Username")).to_have_value("cleo.van.dam")
    fill_every_row(page)
    page.get_by_label("Tags").fill("Wholesale, Thursdays")
    page.get_by_label("Note").fill("Wants invoices on Mondays.")
    page.get_by_role("button", name="Generate a password").click()
    page.get_by_role("button", name="Copy password").click()
    copied = page.get_by_role("textbox", name="Password").input_value()
    wait_until(page, "async text => await navigator.clipboard.readText() === text", copied)
    shoot_everywhere(page, shoot, "1-filled")

    page.get_by_role("button", name=SAVE_CONTACT).click()

    said = "Cleo van Dam has an account now. The welcome e-mail is on its way to cleo@dam.example."
    expect(page.get_by_text(said)).to_be_visible()
    mail = stack.mail("cleo@dam.example", subject="Your account at Lantern Bakery")
    assert told_in(mail, "Username") == "cleo.van.dam"
    assert told_in(mail, "Temporary password") == copied
    become(page, "Delivered")
    for known in ("Wholesale", "Thursdays", "Wants invoices on Mondays."):
        expect(page.get_by_text(known).first).to_be_visible()
    shoot_day_and_night(page, shoot, "2-contact")
    page.get_by_role("link", name="Information").click()
    for known in ("billing@dam.example", "+31 20 624 1111", "+351 912 345 678", "Keizersgracht 1", "Rua do Forno 8"):
        expect(page.get_by_text(known).first).to_be_visible()
    shoot(page, "3-information")


def test_the_welcome_mail_shows_whose_it_is(workspace, stack, shoot):
    page = workspace
    mail = add_contact(page, stack, OWNER, name="Carl Ek", email="carl@ek.example")

    username, password = told_in(mail, "Username"), told_in(mail, "Temporary password")
    assert mail["from"] == "Lantern Bakery"
    assert 'src="cid:' in mail["html"]
    assert "image/png" in stack.get(mail["url"] + "source/")[1]
    for fact in ("Lantern Bakery", username, password, stack.business("lantern", "/sign-in/")):
        assert fact in mail["html"]
        assert fact in mail["text"]
    assert "localhost:" not in mail["subject"]
    assert "Mango" not in mail["html"] + mail["text"]
    page.goto(mail["url"] + "html/")
    expect(page.locator("img").first).to_have_js_property("naturalHeight", 88)
    shoot_everywhere(page, shoot, "mail")


def test_a_company_is_added_and_a_look_alike_is_hinted_at(workspace, stack, shoot):
    page = workspace
    add_contact(page, stack, OWNER, name="Nora Berg", email="nora@berg.example")
    page.goto(stack.business("lantern", "/workspace/contacts/new/"))
    page.get_by_label("A company").check()
    page.get_by_label("Company", exact=True).fill("Berg & Daughters")
    page.get_by_label("E-mail address").first.fill("nora@berg.example")
    page.get_by_role("button", name="Generate a password").click()

    hint = page.locator("#look-alikes")
    expect(hint).to_contain_text("You may have them already")
    expect(hint).to_contain_text("Nora Berg: same e-mail address")
    expect(page.get_by_label("Username")).to_have_value("berg.daughters")
    shoot(page, "hint")
    page.get_by_role("button", name=SAVE_CONTACT).click()

    expect(page.get_by_role("heading", level=1, name="Berg & Daughters")).to_be_visible()
    expect(page.get_by_text("This may be somebody you already had: Nora Berg (same e-mail address).")).to_be_visible()
    shoot(page, "saved")


def test_sent_again_the_mail_brings_a_new_password_and_the_old_one_ends(workspace, browser, stack, shoot):
    page = workspace
    first = add_contact(page, stack, OWNER, name="Olga Lind", email="olga@lind.example")
    become(page, "Delivered")

    page.get_by_role("button", name="Send a new password").click()

    expect(page.get_by_text("olga@lind.example").first).to_be_visible()
    shoot(page, "sent-again")
    again = stack.mail(first["to"], other_than=first)
    username = told_in(first, "Username")
    assert told_in(again, "Username") == username
    old, new = told_in(first, "Temporary password"), told_in(again, "Temporary password")
    with another_browser(browser) as customer:
        sign_in(customer, stack, "lantern", username=username, password=old)
        expect(customer.get_by_text("That username and password do not match.")).to_be_visible()
        sign_in(customer, stack, "lantern", username=username, password=new)
        expect(customer.get_by_role("heading", name="Choose your password")).to_be_visible()
        shoot(customer, "choose")
    become(page, "Signed in")


def test_a_double_click_makes_one_contact(form, stack):
    page = form
    fill_contact(page, first="Twice", last="Clicked", email="twice@clicked.example")
    expect(page.get_by_label("Username")).to_have_value("twice.clicked")
    page.get_by_role("button", name="Generate a password").click()

    page.get_by_role("button", name=SAVE_CONTACT).dblclick()

    expect(page.get_by_role("heading", level=1, name="Twice Clicked")).to_be_visible()
    page.goto(stack.business("lantern", "/workspace/contacts/?q=twice"))
    expect(page.get_by_role("link", name="Twice Clicked")).to_have_count(1)


def test_the_keyboard_is_enough(form, stack):
    page = form
    page.get_by_label("A person").focus()
    for text in ("Kim", "Keys"):
        press_until(page, "First name" if text == "Kim" else "Last name")
        page.keyboard.type(text)
    press_until(page, "E-mail address")
    page.keyboard.type("kim@keys.example")
    press_until(page, "Password")
    expect(page.get_by_label("Username")).to_have_value("kim.keys")
    page.keyboard.type("seven loud keys")
    press_until(page, "Generate a password")
    page.keyboard.press("Space")
    press_until(page, SAVE_CONTACT)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Kim Keys")).to_be_visible()
    assert told_in(stack.mail("kim@keys.example"), "Username") == "kim.keys"


def test_a_link_instead_of_a_password(workspace, browser, stack, shoot):
    page = workspace
    page.goto(stack.business("lantern", "/workspace/settings/"))
    page.get_by_label("A link with which they choose their own password").check()
    shoot_day_and_night(page, shoot, "1-setting")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    mail = add_contact(page, stack, OWNER, name="Lisa Link", email="lisa@link.example")

    assert "assword:" not in mail["text"]
    assert told_in(mail, "Your username is") == "lisa.link"
    page.get_by_role("link", name="E-mails, people and sign-in").click()
    expect(page.get_by_role("button", name="Send a new link")).to_be_visible()
    expect(page.get_by_text("A new link goes to lisa@link.example and nobody else.")).to_be_visible()
    become(page, "Delivered")
    shoot_day_and_night(page, shoot, "2-access")
    with another_browser(browser) as customer:
        customer.goto(mail["url"] + "html/")
        shoot(customer, "3-mail")
        customer.goto(link_in(mail, "/set-password/"))
        shoot(customer, "4-choose")
        customer.get_by_label("New password", exact=True).fill("lamps along the quay")
        customer.get_by_label("New password again").fill("lamps along the quay")
        customer.get_by_role("button", name="Save").click()
        expect(customer.get_by_role("heading", name="Are your details right?")).to_be_visible()


def fill_every_row(page: Page) -> None:
    rows = page.get_by_label("E-mail address")
    page.get_by_role("button", name="Another e-mail address").click()
    rows.nth(1).fill("billing@dam.example")
    page.get_by_label("Phone number").first.fill("+31 20 624 1111")
    page.get_by_role("button", name="Another phone number").click()
    page.get_by_label("Phone number").nth(1).fill("+351 912 345 678")
    for place, street in enumerate(("Keizersgracht 1", "Rua do Forno 8")):
        page.get_by_role("button", name="Another address" if place else "Add an address").click()
        page.get_by_label("Street").nth(place).fill(street)


def become(page: Page, state: str) -> None:
    """Look at the page until the mail has come so far, or its reader."""
    reload_until(page, page.locator(".badge", has_text=state))


def press_until(page: Page, name: str) -> None:
    """Press Tab until the field or button of this name has the focus."""
    there = page.get_by_role("textbox", name=name).or_(page.get_by_role("button", name=name)).first
    for _press in range(30):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {name}.")
