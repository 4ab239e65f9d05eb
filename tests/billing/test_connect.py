"""Connecting Stripe, as an owner does it: the settings page, Stripe's own page, and what Stripe tells later."""

import dataclasses

import pytest

from billing.errors import CardsNotAccepted
from billing.services.checkout import Wish, start_checkout
from billing.services.connect import start_onboarding
from emails.models import Message
from tenants import directory
from tenants.activity.models import Activity
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import Business
from tenants.services.businesses import change_business
from tests.billing import books
from tests.billing.stripe_world import URLS, deliver, running_standin
from tests.cast import PASSWORD
from tests.signing_in import sign_in
from tests.standin.browser import Browser

PAGE = "/workspace/settings/payments/"


@pytest.fixture
def stripe(tmp_path, settings):
    """A Stripe of the test's own, which remembers no account that another test asked for under the same key."""
    with running_standin(tmp_path / "standin") as world:
        settings.STRIPE_API_BASE = world.base_url
        yield world


@pytest.fixture
def shop(globex, stripe):
    """A business without a Stripe account, that can reach Stripe."""
    return globex


@pytest.fixture
def owner(shop, gus, client):
    sign_in(client, gus)
    return client


def now(business) -> BusinessSnapshot:
    return directory.snapshot(row_of(business))


def row_of(business) -> Business:
    return Business.objects.get(pk=business.id)


def go_on(client, password=PASSWORD):
    return client.post(PAGE, {"password": password})


def test_an_owner_connects_stripe_and_takes_payments(owner, shop):
    assert "Not connected" in owner.get(PAGE).content.decode()

    at_stripe = Browser().open(go_on(owner)["Location"])
    back = Browser().open(at_stripe.url, {"outcome": "finish"}).location

    assert back == f"http://globex.localhost:8000{PAGE}"
    assert "Taking payments" in owner.get(PAGE).content.decode()
    assert row_of(shop).charges_enabled


def test_coming_back_proves_nothing(owner, shop):
    at_stripe = Browser().open(go_on(owner)["Location"])
    Browser().open(at_stripe.url, {"outcome": "later"})

    page = owner.get(PAGE).content.decode()

    assert "Not finished" in page
    assert "Go on at Stripe" in page
    assert not row_of(shop).charges_enabled


def test_however_often_it_is_begun_there_is_one_account_and_one_mail(owner, shop, stripe):
    before = len(stripe.objects("account"))

    for _ in range(3):
        assert go_on(owner).status_code == 302

    assert len(stripe.objects("account")) == before + 1
    with business_scope(now(shop)):
        assert Message.objects.filter(kind="stripe_changed").count() == 1
        assert Activity.objects.filter(verb="stripe.connected").count() == 1


def test_a_lost_answer_makes_no_second_account(owner, shop, stripe):
    before = len(stripe.objects("account"))
    stripe.lose_answers(10, "POST /v1/accounts")

    answer = go_on(owner)

    assert (answer.status_code, "Stripe does not answer" in answer.content.decode()) == (503, True)
    assert row_of(shop).stripe_account == ""
    stripe.controls.post("faults/clear")
    assert go_on(owner).status_code == 302
    assert len(stripe.objects("account")) == before + 1


@pytest.mark.parametrize("password", ["", "not the password"])
def test_without_the_password_nobody_goes_on(owner, shop, stripe, password):
    before = len(stripe.objects("account"))

    assert go_on(owner, password).status_code == 422
    assert (len(stripe.objects("account")), row_of(shop).stripe_account) == (before, "")


def test_guessing_the_password_here_is_guessing_it_anywhere(owner):
    statuses = [go_on(owner, f"guess {number}").status_code for number in range(11)]

    assert statuses == [422] * 10 + [429]


def test_a_link_that_was_too_old_is_said(owner):
    assert "That link was too old" in owner.get(f"{PAGE}?expired").content.decode()


def test_stripe_tells_of_itself_when_it_is_content_and_when_it_is_not(owner, shop, stripe):
    go_on(owner)
    account = row_of(shop).stripe_account
    seen = []

    for step in ("enable", "restrict"):
        stripe.controls.post("accounts", account=account, do=step)
        deliver([event for event in stripe.events(account) if event["type"] == "account.updated"][-1:])
        seen.append((step, row_of(shop).charges_enabled))

    assert seen == [("enable", True), ("restrict", False)]
    assert "Paused by Stripe" in owner.get(PAGE).content.decode()
    with business_scope(now(shop)):
        verbs = Activity.objects.filter(verb__startswith="stripe.").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["stripe.connected", "stripe.enabled", "stripe.paused"]


def test_while_stripe_is_silent_the_page_shows_what_was_heard_last(owner, shop, settings):
    go_on(owner)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    page = owner.get(PAGE)

    assert page.status_code == 200
    assert "This is how things stood when we last heard" in page.content.decode()


def test_before_it_takes_payments_customers_are_told_so_and_nothing_is_asked_of_stripe(shop, stripe):
    with business_scope(shop):
        contact = books.contact()
        tart = books.charge(contact, 1000, "Tart")
        before = stripe.requests("POST")

        with pytest.raises(CardsNotAccepted):
            start_checkout(
                Wish(contact_id=contact.pk, customer_user_id=None, charge_ids=[tart.pk], amount=None, **URLS)
            )

    assert stripe.requests("POST") == before


def test_of_two_owners_who_begin_at_the_same_moment_the_first_account_stays(shop, gus):
    here = {"return_url": "http://globex.localhost/", "refresh_url": "http://globex.localhost/"}
    with business_scope(shop):
        start_onboarding(by=gus, **here)
        first = row_of(shop).stripe_account
    with business_scope(dataclasses.replace(now(shop), stripe_account="", reply_to="other@globex.example")):
        onward = start_onboarding(by=gus, **here)

    assert row_of(shop).stripe_account == first
    assert f"/{first}/" in onward


def test_stripe_learns_where_the_business_is(shop, gus, stripe):
    there = change_business(shop.id, country="NL")
    with business_scope(there):
        start_onboarding(by=gus, return_url="http://globex.localhost/", refresh_url="http://globex.localhost/")

    account = next(row for row in stripe.objects("account") if row["id"] == row_of(shop).stripe_account)
    assert (account["country"], account["email"]) == ("NL", shop.reply_to)
