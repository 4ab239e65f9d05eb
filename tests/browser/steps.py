"""Steps that several journeys share, in the words of the person who takes them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.patience import PAUSE_SECONDS, wait_for
from tests.browser.stack import Mail, Stack
from tests.browser.witness import opened

PASSWORD = "warm bread at seven"
SAVE_CONTACT = "Save and send welcome e-mail"


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Somebody who signs a business up, and how they sign in afterwards."""

    business: str
    subdomain: str
    name: str = "Ada Moreira"
    password: str = PASSWORD
    username: str = "ada"

    @property
    def email(self) -> str:
        return f"{self.username}@{self.subdomain}.example"


@contextmanager
def another_browser(browser: Browser, **options: Any) -> Iterator[Page]:
    """Somebody else's, or nobody's: without the cookies of the journey."""
    with opened(browser, viewport=DESKTOP, **options) as context:
        yield context.new_page()


@contextmanager
def held_back(page: Page, address: str) -> Iterator[Callable[[], object]]:
    """Let the first request to an address wait until the block has been done, as on a slow line.

    The block is given what waits until the request is on its way.
    """
    held: list[Route] = []
    page.route(address, lambda route: held.append(route), times=1)  # noqa: PLW0108 a builtin is not taken

    def under_way() -> list[Route]:
        return wait_for(
            lambda: held, or_say=f"Nobody asked {address}", rest=lambda: page.wait_for_timeout(PAUSE_SECONDS * 100)
        )

    yield under_way
    route = under_way()[0]
    route.continue_()
    route.request.response()


def sign_up(page: Page, stack: Stack, owner: Owner) -> None:
    """From the base domain into the business's own workspace."""
    page.goto(f"{stack.base}/sign-up/")
    fill_sign_up(page, owner)
    send_sign_up(page)
    confirm_address(page, stack, owner)


def fill_sign_up(page: Page, owner: Owner) -> None:
    page.get_by_label("Business name").fill(owner.business)
    page.get_by_label("Address of your pages").fill(owner.subdomain)
    page.get_by_label("Your name").fill(owner.name)
    page.get_by_label("Your e-mail address").fill(owner.email)
    page.get_by_role("textbox", name="Password").fill(owner.password)


def send_sign_up(page: Page) -> None:
    page.get_by_role("button", name="Create my workspace").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


def confirm_address(page: Page, stack: Stack, owner: Owner) -> None:
    """Open the link of the mail that came, and press the one button there."""
    page.goto(link_in(stack.mail(owner.email), "/verify-email/"))
    page.get_by_role("button", name="Confirm this address").click()
    expect(page).to_have_url(stack.business(owner.subdomain, "/workspace/"))


def sign_in(page: Page, stack: Stack, subdomain: str, *, username: str, password: str) -> None:
    page.goto(stack.business(subdomain, "/sign-in/"))
    page.get_by_label("Username").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def enter_workspace(page: Page, stack: Stack, owner: Owner) -> None:
    """Sign in as the owner."""
    sign_in(page, stack, owner.subdomain, username=owner.username, password=owner.password)
    expect(page).to_have_url(stack.business(owner.subdomain, "/workspace/"))


def draw_logo(path: Path, colour: str = "#0B4F6C", sail: str = "#F26B38") -> Path:
    """A boat with one sail, 480 by 160, on nothing."""
    picture = Image.new("RGBA", (480, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(20, 110), (200, 110), (165, 150), (55, 150)], fill=colour)
    pen.polygon([(105, 8), (105, 98), (190, 98)], fill=sail)
    pen.polygon([(95, 30), (95, 98), (35, 98)], fill=colour)
    for place, height in enumerate((60, 90, 60, 60, 90)):
        pen.rounded_rectangle((230 + 48 * place, 150 - height, 262 + 48 * place, 150), 10, fill=colour)
    picture.save(path, "PNG")
    return path


def choose_colours(page: Page, primary: str, accent: str) -> None:
    page.get_by_label("Main colour", exact=True).fill(primary)
    page.get_by_label("Second colour", exact=True).fill(accent)


def save_brand(page: Page) -> None:
    page.get_by_role("button", name="Save the brand").click()
    expect(page.get_by_text("Saved. Every page and e-mail wears it from now on.")).to_be_visible()


def fill_contact(page: Page, *, first: str, last: str, email: str) -> None:
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("E-mail address").first.fill(email)


def add_contact(page: Page, stack: Stack, owner: Owner, *, name: str, email: str) -> Mail:
    """Add a person with the username that is suggested and a made password; return the welcome mail."""
    first, _space, last = name.partition(" ")
    page.goto(stack.business(owner.subdomain, "/workspace/contacts/new/"))
    fill_contact(page, first=first, last=last, email=email)
    expect(page.get_by_label("Username")).to_have_value(name.lower().replace(" ", "."))  # of the whole name
    page.get_by_role("button", name="Generate a password").click()
    page.get_by_role("button", name=SAVE_CONTACT).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return stack.mail(email)


def link_in(mail: Mail, part: str) -> str:
    """The link of a mail that has this part in it."""
    found = [link for link in mail["links"] if part in link]
    assert len(found) == 1, f"“{part}” is not in one link of {mail['links']}"
    return str(found[0])


def told_in(mail: Mail, label: str) -> str:
    """What stands after a label in the text part of a mail: “Username: cleo” tells cleo."""
    found = re.search(rf"^{label}:? (\S+)\r?$", mail["text"], re.MULTILINE)
    assert found, f"No “{label}” in:\n{mail['text']}"
    return found[1]


@contextmanager
def on_a_phone(page: Page) -> Iterator[None]:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    yield
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def shoot_day_and_night(page: Page, shoot: Any, moment: str) -> None:
    """A desktop in the light, a phone in the dark."""
    shoot(page, moment)
    page.emulate_media(color_scheme="dark")
    with on_a_phone(page):
        assert not scrolls_sideways(page), f"{moment} is wider than a phone"
        shoot(page, f"{moment}-phone")
    page.emulate_media(color_scheme="light")


def shoot_everywhere(page: Page, shoot: Any, moment: str) -> None:
    """Desktop and phone, light and dark."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        shoot(page, f"{moment}-{scheme}")
        with on_a_phone(page):
            assert not scrolls_sideways(page), f"{moment} is wider than a phone"
            shoot(page, f"{moment}-{scheme}-phone")


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
