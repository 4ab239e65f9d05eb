"""Harbour Bakery: a business for the journeys of its customers, signed up and furnished through its own pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.stack import Stack
from tests.browser.witness import forget, opened

NAME, SUBDOMAIN = "Harbour Bakery", "harbour-bakery"
OWNER, OWNER_EMAIL, OWNER_PASSWORD = "Ada Lindqvist", "ada@harbour-bakery.example", "amber kettle orchard 42"
TEMPORARY = "copper-lantern-meadow-17"
OWN_PASSWORD = "seven quiet boats at dawn"
DESK = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Guest:
    """A contact of the bakery, and how its customer signs in."""

    name: str
    username: str
    contact: str
    """The path of the contact's page in the workspace."""

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


@dataclass(frozen=True)
class Shop:
    stack: Stack
    signed_in: Any
    """The owner's cookies, for as many browsers as a test needs."""

    def url(self, path: str = "/") -> str:
        return self.stack.business(SUBDOMAIN, path)


@pytest.fixture(scope="package")
def shop(browser: Browser, stack: Stack) -> Shop:
    """Sign the bakery up, confirm its owner's address, and keep her signed in."""
    with opened(browser) as context:
        page = context.new_page()
        _sign_up(page, stack)
        _verify(page, stack)
        return Shop(stack, context.storage_state())


@pytest.fixture(scope="package")
def desk_of_ada(browser: Browser, shop: Shop) -> Iterator[BrowserContext]:
    """Her one browser: what it has loaded for one journey it has for the next."""
    with opened(browser, viewport=DESK, storage_state=shop.signed_in) as context:
        yield context


@pytest.fixture
def owner(desk_of_ada: BrowserContext) -> Iterator[Page]:
    """Ada at her desk, signed in."""
    page = desk_of_ada.new_page()
    forget(desk_of_ada)
    yield page
    page.close()


def add_contact(owner: Page, shop: Shop, name: str, username: str) -> Guest:
    """Write a contact down as the team does: the account and the welcome mail come with it."""
    first_name, _, last_name = name.partition(" ")
    owner.goto(shop.url("/workspace/contacts/new/"))
    owner.get_by_label("First name").fill(first_name)
    owner.get_by_label("Last name").fill(last_name)
    owner.get_by_label("E-mail address").first.fill(f"{username}@example.com")
    owner.get_by_label("Phone number").first.fill("+351 21 034 4400")
    owner.get_by_label("Note").fill(f"{first_name} haggles: MARKER-NOTE")
    owner.get_by_label("Username").fill(username)
    owner.get_by_label("Password", exact=True).fill(TEMPORARY)
    owner.get_by_role("button", name="Save and send welcome e-mail").click()
    expect(owner.get_by_role("heading", name=name, level=1)).to_be_visible()
    return Guest(name, username, "/workspace/contacts/" + owner.url.split("/contacts/")[1])


def add_charge(owner: Page, shop: Shop, guest: Guest, what: str, price: str, **more: str) -> None:
    """Put something that is not in the catalogue on a contact's account; ``more`` is reason and due_on."""
    owner.goto(shop.url(f"{guest.contact}charges/new/"))
    owner.get_by_text("Something that is not in the catalogue").click()
    owner.get_by_label("Or something else").fill(what)
    owner.get_by_label("Its price").fill(price)
    for name, value in more.items():
        owner.locator(f"[name={name}]").fill(value)
    owner.get_by_role("button", name="Put it on the account").click()
    expect(owner.get_by_text(f"is on {guest.name}'s account, and they can see it now.")).to_be_visible()


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password again").fill(password)
    page.get_by_role("button", name="Save password").click()


def arrive(page: Page, shop: Shop, guest: Guest) -> None:
    """Sign in for the first time, choose a password, say that the details are right; at the end it is Home."""
    page.goto(shop.url())
    sign_in(page, guest.username, TEMPORARY)
    choose_password(page, OWN_PASSWORD)
    page.get_by_role("button", name="Everything is right").click()
    expect(page.get_by_text("Your details are marked as right")).to_be_visible()


def _sign_up(page: Page, stack: Stack) -> None:
    page.goto(f"{stack.base}/sign-up/")
    page.get_by_label("Business name").fill(NAME)
    page.get_by_label("Business name").press("Tab")
    expect(page.get_by_label("Address of your pages")).to_have_value(SUBDOMAIN)
    page.get_by_label("Your name").fill(OWNER)
    page.get_by_label("E-mail").fill(OWNER_EMAIL)
    page.get_by_label("Password", exact=True).fill(OWNER_PASSWORD)
    page.get_by_text("Country, currency and time zone").click()
    page.get_by_label("Country").select_option("PT")
    page.get_by_role("button", name="Create my workspace").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


def _verify(page: Page, stack: Stack) -> None:
    mail = stack.mail(OWNER_EMAIL)
    page.goto(next(link for link in mail["links"] if "verify" in link))
    page.get_by_role("button", name="Confirm this address").click()
    page.wait_for_url("**/workspace/**")
