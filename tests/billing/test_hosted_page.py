"""Paying on Stripe's own page over HTTP, in all the ways in which people do; the books hear of it by events alone."""

import random

import pytest

from billing.models import Payment, PaymentAttempt
from billing.selectors.accounts import balance_of
from emails.models import Message
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tests.billing.books import assert_books_add_up, charge, due, entries, money
from tests.billing.stripe_world import checkout, deliver
from tests.standin.browser import Browser

NEEDS_3D_SECURE = "4000 0025 0000 3155"
DECLINED = "4000 0000 0000 0002"


@pytest.fixture
def tart(stripe, cleo):
    return charge(cleo, 1000, "Tart")


@pytest.fixture
def person():
    return Browser()


@pytest.fixture
def hear(stripe, acme):
    """Deliver all that has happened so far, twice and out of order."""

    def all_events() -> None:
        events = stripe.events(acme.stripe_account) * 2
        random.Random(len(events)).shuffle(events)
        deliver(events)
        assert_books_add_up()

    return all_events


def test_a_card_that_is_good_pays_and_leads_back(person, hear, cleo, tart):
    attempt = checkout(cleo, tart)

    back = person.pay(attempt.checkout_url)
    hear()

    assert back.location == f"http://acme.localhost:8000/paid/{attempt.pk}/"
    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]


def test_3d_secure_passed_pays_once(person, hear, cleo, tart):
    question = person.pay(checkout(cleo, tart).checkout_url, NEEDS_3D_SECURE)
    hear()
    assert due(cleo) == {"Tart": 1000}

    person.open(question.url, {"outcome": "complete"})
    person.open(question.url, {"outcome": "complete"})
    hear()

    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]


def test_3d_secure_failed_charges_nothing_and_another_card_may_pay(person, hear, cleo, tart):
    attempt = checkout(cleo, tart)
    question = person.pay(attempt.checkout_url, NEEDS_3D_SECURE)
    person.open(question.url, {"outcome": "fail"})
    hear()
    attempt.refresh_from_db()
    assert (attempt.state, "authenticate" in attempt.failure, due(cleo)) == ("open", True, {"Tart": 1000})

    person.pay(attempt.checkout_url)
    hear()

    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]


def test_a_declined_card_leaves_everything_payable(person, hear, cleo, tart):
    attempt = checkout(cleo, tart)

    page = person.pay(attempt.checkout_url, DECLINED)
    hear()

    attempt.refresh_from_db()
    assert (page.location, attempt.state, due(cleo)) == (None, "open", {"Tart": 1000})
    assert not Payment.objects.exists()
    assert checkout(cleo, tart).pk == attempt.pk


def test_a_double_click_on_the_page_pays_once(person, hear, cleo, tart):
    page = person.open(checkout(cleo, tart).checkout_url)

    person.submit(page)
    person.submit(page)
    hear()

    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]
    assert Message.objects.filter(kind="receipt").count() == 1


def test_two_tabs_show_one_page_and_the_second_is_told(person, hear, cleo, tart):
    first, second = (person.open(checkout(cleo, tart).checkout_url) for _ in range(2))

    person.submit(first)
    late = person.submit(second)
    hear()

    assert "already been paid" in late.text
    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]


def test_an_abandoned_page_is_let_go_when_stripe_says_that_it_has_run_out(stripe, hear, cleo, tart):
    attempt = checkout(cleo, tart)
    stripe.controls.post("clock", advance=3700)
    stripe.objects("checkout.session")
    hear()
    stripe.controls.post("clock", advance=-3700)

    attempt.refresh_from_db()
    assert (attempt.state, due(cleo)) == ("expired", {"Tart": 1000})
    assert checkout(cleo, tart).pk != attempt.pk


def test_two_sessions_that_are_both_paid_leave_credit_once_and_the_team_is_told_once(person, hear, cleo, tart, ada):
    forgotten = checkout(cleo, tart)
    PaymentAttempt.objects.update(state="expired")
    forgotten.items.update(is_live=False)
    second = checkout(cleo, tart)

    person.pay(forgotten.checkout_url)
    person.pay(second.checkout_url)
    hear()
    hear()

    assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("payment", -1000)]
    assert balance_of(cleo.pk) == money(-1000)
    assert set(PaymentAttempt.objects.values_list("state", flat=True)) == {"succeeded"}
    told = Message.objects.get(kind="payment_surplus")
    assert (told.to, told.context["surplus"]) == ("ada@example.com", "€10.00")
    assert Activity.objects.filter(verb="payment.surplus").count() == 1


def test_what_is_paid_at_one_business_is_not_known_to_another(person, hear, cleo, tart, globex):
    person.pay(checkout(cleo, tart).checkout_url)
    hear()

    with business_scope(globex):
        assert not Payment.objects.exists()
