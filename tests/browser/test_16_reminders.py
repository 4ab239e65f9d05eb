"""16. A customer does not recognise one line and promises another; the team answers, previews and sends a reminder."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tenants.kernel import clock
from tests.browser.shop import Guest, Shop, add_charge, add_contact, arrive
from tests.browser.steps import link_in, shoot_day_and_night

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def today() -> date:
    return clock.today("Europe/Lisbon")


def query(phone: Page, shop: Shop, shoot) -> None:
    """On the account as on Pay: the line says that it is not known, why, and is looked into from then on."""
    phone.goto(shop.url("/account/"))
    phone.get_by_role("link", name=re.compile("recognise this.*Delivery in June")).click()
    phone.get_by_label("What is wrong with it?").fill("We were away in June.")
    shoot(phone, "query")
    phone.get_by_role("button", name="I don't recognise this").click()
    expect(phone.get_by_text("you need not pay it meanwhile")).to_be_visible()
    shoot(phone, "asked")


def promise(phone: Page, shop: Shop, shoot, until: date) -> None:
    phone.goto(shop.url("/pay/promise/"))
    expect(phone.get_by_text("Delivery in June")).to_have_count(0)
    expect(phone.get_by_label("Wedding cake")).to_be_checked()
    phone.get_by_label("Rye bread").uncheck()
    phone.get_by_label("I will pay by").fill((until + timedelta(days=300)).isoformat())
    phone.get_by_role("button", name="Promise to pay").click()
    expect(phone.get_by_text("Nothing was promised, and your selection is kept")).to_be_visible()
    phone.get_by_label("I will pay by").fill(until.isoformat())
    shoot(phone, "promise")
    phone.get_by_role("button", name="Promise to pay").click()
    expect(phone.get_by_text("You have promised to pay by")).to_be_visible()
    shoot(phone, "promised")


def answer(owner: Page, shop: Shop, shoot) -> None:
    owner.goto(shop.url("/workspace/"))
    expect(owner.get_by_role("link", name=re.compile(r"^\d+ charges? (is|are) not recognised"))).to_be_visible()
    owner.goto(shop.url("/workspace/charges/?state=queried"))
    owner.get_by_role("row").filter(has_text="Petra Novak").get_by_role("link", name="Delivery in June").click()
    expect(owner.get_by_text("We were away in June.")).to_be_visible()
    owner.get_by_role("button", name="Explain it").click()
    expect(owner.get_by_text("Fill this in.").first).to_be_visible()
    owner.get_by_label("Your answer").fill("Your neighbour took it in for you.")
    shoot_day_and_night(owner, shoot, "answer")
    owner.get_by_role("button", name="Explain it").click()
    expect(owner.get_by_text("The customer is told.")).to_be_visible()


def preview_and_send(owner: Page, shop: Shop, guest: Guest, shoot) -> None:
    owner.goto(shop.url("/workspace/settings/reminders/"))
    owner.get_by_label("Remind customers of what they owe").check()
    in_half_a_day = (clock.hour("Europe/Lisbon") + 12) % 24  # not while this is looked at
    owner.get_by_label("Time of day").select_option(str(in_half_a_day))
    shoot_day_and_night(owner, shoot, "settings")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Saved.")).to_be_visible()
    owner.goto(shop.url("/workspace/reminders/"))
    row = owner.get_by_role("row").filter(has_text=guest.name)
    expect(row).to_contain_text("289,00")
    shoot_day_and_night(owner, shoot, "preview")
    row.get_by_role("link", name=guest.name).click()
    letter = owner.frame_locator("iframe").get_by_role("link", name=re.compile("See what is open|Pay now"))
    expect(letter).to_be_visible()
    shoot_day_and_night(owner, shoot, "letter")
    owner.get_by_role("button", name="Send now").click()
    expect(owner.get_by_text(f"The reminder to {guest.name} is on its way.")).to_be_visible()


def test_one_line_is_asked_about_one_is_promised_and_the_rest_is_reminded_of(owner, shop, phone, shoot, today):
    guest = add_contact(owner, shop, "Petra Novak", "petra")
    for what, price in (("Delivery in June", "12.40"), ("Wedding cake", "240"), ("Rye bread", "36.60")):
        add_charge(owner, shop, guest, what, price, due_on=(today - timedelta(days=5)).isoformat())
    arrive(phone, shop, guest)
    query(phone, shop, shoot)
    promise(phone, shop, shoot, today + timedelta(days=6))

    answer(owner, shop, shoot)
    mail = shop.stack.mail(guest.email, subject="About “Delivery in June”")
    assert "Your neighbour took it in for you." in mail["text"]
    phone.goto(link_in(mail, "/query/"))
    expect(phone.get_by_text("Your neighbour took it in for you.")).to_be_visible()
    shoot(phone, "answered")

    preview_and_send(owner, shop, guest, shoot)
    letter = shop.stack.mail(guest.email, subject="A reminder to pay")
    assert "Rye bread: 36,60" in letter["text"]
    assert "Delivery in June: 12,40" in letter["text"]
    assert "Wedding cake" not in letter["text"]
    phone.goto(link_in(letter, "/pay/"))
    expect(phone.get_by_text("Promised by")).to_be_visible()
