"""8. The team sends updates and alerts: seen before they go out, read on a phone, said to be read, taken back."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tenants.kernel import clock
from tests.browser.shop import NAME, Guest, Shop, add_contact, arrive

pytestmark = pytest.mark.browser


def compose(owner: Page, shop: Shop, guest: Guest, *, title: str, body: str, kind: str = "An update") -> None:
    """Write to one contact, from the contact's own page; the composer is left open."""
    owner.goto(shop.url(guest.contact))
    owner.get_by_role("button", name="More actions").click()
    owner.get_by_role("link", name="Write an update").click()
    owner.get_by_label(re.compile(f"^{kind}:")).check()
    owner.get_by_label("Title").fill(title)
    owner.get_by_label("Text", exact=True).fill(body)
    expect(owner.get_by_text("1 customer sees it in the portal. 1 gets an e-mail.")).to_be_visible()


def look(owner: Page) -> None:
    owner.get_by_role("button", name="Look at it before it goes out").click()
    expect(owner.get_by_text("This is how your customers will see it. Nobody has got it yet.")).to_be_visible()


def publish(owner: Page) -> None:
    owner.get_by_role("button", name="Publish to 1 customer").click()
    expect(owner.get_by_text("Published. Customers see it in the portal now.")).to_be_visible()


def test_an_alert_is_seen_first_sent_read_on_a_phone_and_said_to_be_read(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Hugo Prado", "hugo")
    arrive(phone, shop, guest)
    compose(owner, shop, guest, title="No bread on Monday", body="The oven is **serviced** on Monday.", kind="An alert")
    shoot(owner, "composer")
    look(owner)
    portal = owner.frame_locator("iframe[title='The update in the portal']")
    expect(portal.get_by_role("heading", name="No bread on Monday")).to_be_visible()
    letter = owner.frame_locator("iframe[title='The e-mail as its reader sees it']")
    expect(letter.get_by_text("serviced", exact=True)).to_be_visible()
    shoot(owner, "before-it-goes-out")
    publish(owner)

    mail = shop.stack.mail(guest.email, subject="Please read: No bread on Monday")
    assert "The oven is serviced on Monday." in mail["text"]
    assert "mango" not in (mail["html"] + mail["text"] + str(mail["headers"])).lower()
    phone.goto(shop.url())
    alert = phone.get_by_role("group", name="Alert: No bread on Monday")
    expect(alert).to_be_visible()
    shoot(phone, "home")
    with phone.expect_response("**/reading/"):
        alert.get_by_role("link", name="Read it").click()
    expect(phone.get_by_text(f"{NAME} asks you to say that you have read this.")).to_be_visible()
    shoot(phone, "alert")
    phone.get_by_role("button", name="I have read this").click()
    expect(phone.get_by_text("Thank you. The team can see that you have read it.")).to_be_visible()
    shoot(phone, "feed")

    owner.reload()
    reader = owner.get_by_role("row").filter(has_text="Hugo Prado")
    expect(reader).not_to_contain_text("Not yet")
    expect(owner.get_by_role("button", name=re.compile("^Remind"))).to_have_count(0)
    shoot(owner, "readers")
    owner.goto(shop.url(guest.contact))
    expect(owner.get_by_text("Said “I have read this”: No bread on Monday")).to_be_visible()


def test_a_scheduled_update_waits_and_what_is_wrong_with_its_time_is_said(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Ines Rocha", "ines")
    arrive(phone, shop, guest)
    compose(owner, shop, guest, title="New opening hours", body="From six to two.")
    owner.get_by_label("At a time").check()
    owner.get_by_label("Day", exact=True).fill("2020-05-04")
    owner.get_by_label("Time", exact=True).fill("09:00")
    owner.get_by_role("button", name="Look at it before it goes out").click()
    expect(owner.get_by_text("That moment has passed.").first).to_be_visible()
    expect(owner.get_by_label("Title")).to_have_value("New opening hours")
    shoot(owner, "refused")
    owner.get_by_label("Day", exact=True).fill(f"{clock.today('Europe/Lisbon') + timedelta(days=2):%Y-%m-%d}")
    look(owner)
    owner.get_by_role("button", name=re.compile("^Schedule for .*, 09:00$")).click()
    expect(owner.get_by_text("Scheduled. Until then it can be changed.")).to_be_visible()
    shoot(owner, "scheduled")
    phone.goto(shop.url("/updates/"))
    expect(phone.get_by_text("New opening hours")).to_have_count(0)

    owner.get_by_role("button", name="Publish it now").click()
    expect(owner.get_by_text("Published. Customers see it in the portal now.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("link", name="New opening hours")).to_be_visible()


def test_a_withdrawn_update_is_gone_at_once_and_can_come_back(owner, shop, phone, shoot):
    guest = add_contact(owner, shop, "Joel Brito", "joel")
    arrive(phone, shop, guest)
    compose(owner, shop, guest, title="Half price today", body="All cakes, until seven.")
    look(owner)
    publish(owner)
    shop.stack.mail(guest.email, subject="Half price today")
    phone.goto(shop.url("/updates/"))
    phone.get_by_role("link", name="Half price today").click()
    expect(phone.get_by_role("heading", name="Half price today")).to_be_visible()

    owner.get_by_role("button", name="Withdraw").click()
    expect(owner.get_by_text("Withdrawn. Customers no longer see it")).to_be_visible()
    shoot(owner, "withdrawn")
    assert phone.reload().status == 404
    phone.goto(shop.url("/updates/"))
    expect(phone.get_by_text("No updates yet")).to_be_visible()
    shoot(phone, "empty")
    owner.get_by_role("button", name="Publish it again").click()
    expect(owner.get_by_role("button", name="Withdraw")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("link", name="Half price today")).to_be_visible()
