"""A colleague is invited, sees what is theirs, is given another role, and is out the moment they are removed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import DESK, SUBDOMAIN, Shop, add_contact, sign_in
from tests.browser.steps import link_in, shoot_day_and_night
from tests.browser.witness import opened

pytestmark = pytest.mark.browser

BEN, BEN_PASSWORD = "ben@harbour-bakery.example", "three grey herons fishing"
TEAM = "/workspace/settings/team/"


@pytest.fixture
def colleague(browser, shop):
    """Ben's own browser."""
    with opened(browser, viewport=DESK) as context:
        yield context.new_page()


def invite(owner: Page, shop: Shop, email: str) -> None:
    owner.goto(shop.url(f"{TEAM}invitations/new/"))
    owner.get_by_label("E-mail address").fill(email)
    owner.get_by_label("Assistant:").check()
    owner.get_by_label("Only assigned contacts").check()
    owner.get_by_role("button", name="Send the invitation").click()


def test_from_the_invitation_to_the_last_request(owner, shop, colleague, shoot):
    hers = add_contact(owner, shop, "Theodora Lind", "theodora")
    others = add_contact(owner, shop, "Ulrik Stone", "ulrik")

    invite(owner, shop, BEN)
    expect(owner.get_by_text(f"The invitation to {BEN} is on its way.")).to_be_visible()
    letter = shop.stack.mail(BEN)
    expect(owner.get_by_role("row").filter(has_text=BEN)).to_be_visible()
    shoot_day_and_night(owner, shoot, "invited")
    invite(owner, shop, BEN)
    expect(owner.get_by_text(f"{BEN} is invited already.").first).to_be_visible()
    expect(owner.get_by_label("E-mail address")).to_have_value(BEN)
    shoot(owner, "invited-twice")

    join(colleague, letter, shoot)
    expect(colleague.get_by_role("heading", level=1)).to_contain_text("Ben")
    colleague.goto(shop.url("/workspace/contacts/"))
    expect(colleague.get_by_text("Theodora Lind")).to_have_count(0)
    assign(owner, shop, hers.contact, shoot)
    sees_only(colleague, shop, "Theodora Lind", "Ulrik Stone", others.contact)
    shoot(colleague, "only-assigned")
    assert colleague.goto(shop.url(TEAM)).status == 403

    change_role(owner, shop, shoot)
    colleague.goto(shop.url("/workspace/payments/"))
    expect(colleague.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(colleague, "ben", BEN_PASSWORD)
    expect(colleague).to_have_url(shop.url("/workspace/payments/"))
    remove(owner, shop, shoot)

    colleague.goto(shop.url("/workspace/contacts/"))
    expect(colleague.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(colleague, "ben", BEN_PASSWORD)
    expect(colleague.get_by_text("This account is suspended.")).to_be_visible()


def join(page: Page, letter: dict, shoot) -> None:
    assert "mango" not in (letter["html"] + letter["text"]).lower()
    page.goto(link_in(letter, "/join/"))
    expect(page.get_by_role("heading", name="Join Harbour Bakery")).to_be_visible()
    page.get_by_label("Your name").fill("Ben Okafor")
    page.get_by_label("Username").fill("ben")
    page.get_by_label("New password", exact=True).fill(BEN_PASSWORD)
    page.get_by_label("New password again").fill(BEN_PASSWORD)
    shoot_day_and_night(page, shoot, "join")
    page.get_by_role("button", name="Join the team").click()
    page.wait_for_url("**/workspace/")


def assign(owner: Page, shop: Shop, contact: str, shoot) -> None:
    owner.goto(shop.url(contact))
    owner.get_by_text("Change who looks after them").click()
    owner.get_by_label("Ben Okafor").check()
    owner.locator("form", has=owner.get_by_label("Ben Okafor")).get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Theodora Lind is assigned to Ben Okafor.")).to_be_visible()
    shoot_day_and_night(owner, shoot, "assigned")


def sees_only(page: Page, shop: Shop, name: str, other: str, address: str) -> None:
    page.goto(shop.url("/workspace/contacts/"))
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_text(other)).to_have_count(0)
    assert page.goto(shop.url(address)).status == 404
    page.goto(shop.url(f"/workspace/search/?q={other.partition(' ')[0]}"))
    expect(page.get_by_role("link", name=other)).to_have_count(0)


def open_member(owner: Page, shop: Shop) -> None:
    owner.goto(shop.url(TEAM))
    owner.get_by_role("link", name="Ben Okafor").click()
    expect(owner.get_by_role("heading", name="Ben Okafor")).to_be_visible()


def change_role(owner: Page, shop: Shop, shoot) -> None:
    open_member(owner, shop)
    shoot_day_and_night(owner, shoot, "member")
    owner.get_by_label("Bookkeeper:").check()
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("It is in force for Ben Okafor at once.")).to_be_visible()
    expect(owner.get_by_role("row").filter(has_text="Ben Okafor")).to_contain_text("Bookkeeper")


def remove(owner: Page, shop: Shop, shoot) -> None:
    open_member(owner, shop)
    owner.get_by_text("Remove from the team").click()
    owner.get_by_label("Who takes over their contacts?").select_option("Ada Lindqvist")
    owner.get_by_role("button", name="Remove Ben Okafor").click()
    expect(owner.get_by_text("Ben Okafor is off the team and signed out everywhere.")).to_be_visible()
    shoot_day_and_night(owner, shoot, "removed")


def test_ticked_contacts_are_assigned_and_the_last_owner_stays(owner, shop, shoot):
    guest = add_contact(owner, shop, "Vera Holm", "vera")
    owner.goto(shop.url("/workspace/contacts/?q=vera"))
    owner.get_by_label("Tick Vera Holm").check()
    owner.get_by_text("Assign ticked contacts").click()
    owner.get_by_label("Assign to").select_option("Ada Lindqvist")
    shoot_day_and_night(owner, shoot, "ticked")
    owner.get_by_role("button", name="Assign", exact=True).click()
    expect(owner.get_by_text("1 contact is newly assigned.")).to_be_visible()
    owner.goto(shop.url(guest.contact))
    expect(owner.get_by_role("list").get_by_text("Assigned to Ada Lindqvist")).to_be_visible()

    owner.goto(shop.url(TEAM))
    owner.get_by_role("link", name="Ada Lindqvist").click()
    owner.get_by_text("Leave the team").first.click()
    owner.get_by_role("button", name="Leave the team").click()

    expect(owner.get_by_text("Make somebody else an owner first.").first).to_be_visible()
    expect(owner).to_have_url(re.compile(f"{SUBDOMAIN}.*/removal/"))
