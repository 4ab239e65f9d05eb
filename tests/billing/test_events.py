"""What events do to the books: the same whatever order, however often, whatever was lost before."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from billing.inbox.models import StripeEvent
from billing.models import LedgerEntry, Payment, PaymentAttempt
from billing.selectors.accounts import balance_of
from billing.selectors.payments import reversed_of
from billing.services.attempts import refresh_attempt
from billing.services.events import handle_event
from billing.services.payments import day_paid
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tests.billing.books import assert_books_add_up, charge, due, entries, money
from tests.billing.stripe_world import DISPUTED, checkout, deliver, knock

HERE = ZoneInfo("Europe/Lisbon")


@pytest.fixture
def paid(stripe, cleo, acme):
    """A tart paid at Stripe; Mango has heard nothing yet."""
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt)
    return attempt


def refund(stripe, attempt, minor):
    from billing.gateway import gateway

    intent = stripe.objects("payment_intent")[-1]["id"]
    client = gateway()._stripe
    return client.refunds.create(
        {"payment_intent": intent, "amount": minor}, {"stripe_account": attempt.stripe_account}
    )


def states() -> set[str]:
    return set(StripeEvent.objects.values_list("state", flat=True))


def test_events_alone_settle_a_payment(stripe, paid, cleo, acme):
    deliver(stripe.events(acme.stripe_account))

    paid.refresh_from_db()
    assert (paid.state, due(cleo), states()) == ("succeeded", {}, {"done"})
    assert Message.objects.filter(kind="receipt").count() == 1
    assert_books_add_up()


@pytest.mark.parametrize(
    ("way", "event"), [("pay", "checkout.session.completed"), ("pay_by_debit", "payment_intent.succeeded")]
)
def test_a_payment_heard_of_days_later_is_dated_on_the_day_it_was_made(stripe, cleo, acme, way, event):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    getattr(stripe, way)(attempt)
    if way == "pay_by_debit":
        stripe.controls.post("settle", payment_intent=stripe.objects("payment_intent")[-1]["id"], outcome="succeed")
    told = next(each for each in stripe.events(acme.stripe_account) if each["type"] == event)
    made_at = datetime.fromtimestamp(told["created"], UTC)

    knock(told)
    with clock.held_at(made_at + timedelta(days=40)):
        handle_event(StripeEvent.objects.get(event_id=told["id"]).pk)
        (paid,) = Payment.objects.all()
        assert paid.received_on == day_paid(made_at, begun_at=attempt.created_at) < clock.today(acme.time_zone)
    assert LedgerEntry.objects.get(payment=paid).effective_on == paid.received_on


@pytest.mark.parametrize(
    ("paid_at", "day"),
    [
        (datetime(2026, 6, 30, 23, 59, tzinfo=HERE), date(2026, 6, 30)),
        (datetime(2026, 7, 1, 0, 1, tzinfo=HERE), date(2026, 7, 1)),
        (datetime(2026, 6, 22, 12, tzinfo=HERE), date(2026, 6, 29)),  # before it was begun
        (datetime(2026, 7, 3, 0, 5, tzinfo=HERE), date(2026, 7, 2)),  # in the future
        (None, date(2026, 7, 2)),
    ],
)
def test_a_payment_is_of_the_day_it_was_made_neither_before_it_was_begun_nor_in_the_future(in_acme, paid_at, day):
    with clock.held_at(datetime(2026, 7, 2, 0, 10, tzinfo=HERE)):
        assert day_paid(paid_at, begun_at=datetime(2026, 6, 29, 12, tzinfo=HERE)) == day


def test_events_backwards_and_three_times_settle_it_once(stripe, paid, cleo, acme):
    deliver(stripe.events(acme.stripe_account)[::-1] * 3)

    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]
    assert Message.objects.filter(kind="receipt").count() == 1


def test_an_event_leads_to_a_session_whose_answer_was_lost(stripe, cleo, acme):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt)
    PaymentAttempt.objects.update(state="unknown", checkout_session="", checkout_url="")

    deliver(stripe.events(acme.stripe_account))

    attempt.refresh_from_db()
    assert (attempt.state, due(cleo)) == ("succeeded", {})


def test_every_order_of_payment_and_refund_ends_in_the_same_ledger(stripe, cleo, acme):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt)
    refund(stripe, attempt, 300)
    told = {event["type"]: event for event in stripe.events(acme.stripe_account)}
    events = [told[name] for name in ("checkout.session.completed", "charge.refunded", "payment_intent.succeeded")]
    seen = set()
    for order in itertools.permutations(events):
        with transaction.atomic():
            deliver(list(order))
            assert_books_add_up()
            seen.add((tuple(entries(cleo)), tuple(due(cleo).items())))
            transaction.set_rollback(True)

    assert seen == {((("charge", 1000), ("payment", -1000), ("refund", 300)), (("Tart", 300),))}


@pytest.mark.parametrize("first", ["charge.refunded", "refund.created", "checkout.session.completed"])
def test_whatever_is_heard_first_the_books_end_alike(stripe, paid, cleo, acme, first):
    refund(stripe, paid, 400)
    events = stripe.events(acme.stripe_account)

    deliver(sorted(events, key=lambda event: event["type"] != first))

    assert (entries(cleo), due(cleo)) == ([("charge", 1000), ("payment", -1000), ("refund", 400)], {"Tart": 400})
    assert reversed_of(Payment.objects.get()) == money(400)
    assert_books_add_up()


def test_two_refunds_reopen_what_was_paid_last(stripe, cleo, acme):
    bread, tart = charge(cleo, 300, "Bread"), charge(cleo, 1000, "Tart")
    attempt = checkout(cleo, bread, tart)
    stripe.pay(attempt)
    refund(stripe, attempt, 200)
    refund(stripe, attempt, 900)

    deliver(stripe.events(acme.stripe_account))

    assert due(cleo) == {"Bread": 100, "Tart": 1000}
    assert balance_of(cleo.pk) == money(1100)
    assert_books_add_up()


@pytest.mark.parametrize("outcome", ["won", "lost"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_dispute_takes_the_money_and_winning_brings_it_back(stripe, cleo, acme, outcome, backwards):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt, DISPUTED)
    stripe.controls.post("disputes/decide", dispute=stripe.objects("dispute")[-1]["id"], outcome=outcome)
    events = stripe.events(acme.stripe_account)

    deliver(events[::-1] if backwards else events)

    won = [("dispute_won", -1000)] if outcome == "won" else []
    assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("dispute", 1000), *won]
    assert due(cleo) == ({} if outcome == "won" else {"Tart": 1000})
    assert_books_add_up()


@pytest.mark.parametrize("change", [{"mango_business": "999"}, {"mango_attempt": "999999"}, {"mango_attempt": "x"}])
def test_metadata_that_contradicts_is_set_aside_and_changes_nothing(stripe, paid, cleo, acme, change):
    (event,) = [each for each in stripe.events(acme.stripe_account) if each["type"] == "checkout.session.completed"]
    event["data"]["object"]["metadata"] |= change

    deliver([event])

    assert states() == {"quarantined"}
    assert due(cleo) == {"Tart": 1000}


def test_a_session_of_another_attempt_is_set_aside(stripe, paid, cleo, acme):
    other = checkout(cleo, charge(cleo, 700, "Rolls"))
    (event,) = [each for each in stripe.events(acme.stripe_account) if each["type"] == "checkout.session.completed"]
    event["data"]["object"]["metadata"]["mango_attempt"] = str(other.pk)
    PaymentAttempt.objects.filter(pk=other.pk).update(state="unknown", checkout_session="", checkout_url="")

    deliver([event])

    assert states() == {"quarantined"}
    assert due(cleo) == {"Tart": 1000, "Rolls": 700}


def test_what_a_business_does_at_stripe_by_itself_is_none_of_our_business(stripe, cleo, acme):
    thing = {"id": "pi_own", "object": "payment_intent", "metadata": {}}
    event = {"id": "evt_own", "type": "payment_intent.succeeded", "account": acme.stripe_account, "livemode": False}

    deliver([event | {"data": {"object": thing}}])

    assert states() == {"done"}
    assert not LedgerEntry.objects.exists()


def test_while_stripe_is_silent_the_event_waits_and_then_takes_effect(stripe, paid, cleo, acme, settings):
    (event,) = [each for each in stripe.events(acme.stripe_account) if each["type"] == "checkout.session.completed"]
    reached, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"
    deliver([event])
    assert (states(), due(cleo)) == ({"pending"}, {"Tart": 1000})

    settings.STRIPE_API_BASE = reached
    DueWork.objects.update(due_at="2020-01-01T00:00Z")
    run_due()

    assert (states(), due(cleo)) == ({"done"}, {})


def test_stripe_says_what_the_account_may_do(stripe, cleo, acme):
    from billing.services.connect import refresh_account
    from tenants.models import Business

    stripe.controls.post("accounts", account=acme.stripe_account, do="restrict")
    try:
        deliver([event for event in stripe.events(acme.stripe_account) if event["type"] == "account.updated"][-1:])
        assert not Business.objects.get(pk=acme.id).charges_enabled
    finally:
        stripe.controls.post("accounts", account=acme.stripe_account, do="enable")
    assert refresh_account().charges_enabled


def test_the_webhook_does_no_work_of_its_own(stripe, paid, cleo, acme):
    before = stripe.requests("GET /v1/checkout")

    for event in stripe.events(acme.stripe_account):
        assert knock(event) == 200

    assert stripe.requests("GET /v1/checkout") == before
    assert due(cleo) == {"Tart": 1000}
    assert refresh_attempt(paid.pk).state == "succeeded"
