"""Saving, choosing and removing cards, with Stripe's list as the truth."""

import pytest

from billing.errors.autopay import CardsNotKept, CardsSilent
from billing.models import AutopayRules, Payment, PaymentAttempt, SavedCard, StripeCustomer
from billing.selectors.cards import cards_of
from billing.services.cards import follow_cards, make_default, remove_card, start_saving_card, stripe_customer_of
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import require_business
from tests.billing.books import charge, due
from tests.billing.stripe_world import CARD, GOOD_DEBIT, checkout, deliver

MASTERCARD = "5555555555554444"
HERE = {"success_url": "http://acme.localhost:8000/methods/?from=stripe", "cancel_url": "http://acme.localhost:8000/"}


def save(stripe, contact, number=CARD) -> None:
    """On Stripe's page, as a customer does; nobody here has heard of it yet."""
    url = start_saving_card(contact_id=contact.pk, **HERE)
    stripe.controls.post("checkout", session=url.rpartition("/")[2], card=number)


def shown(contact) -> list[tuple[str, bool]]:
    return [(card.label, card.is_default) for card in cards_of(contact.pk)]


def events(stripe) -> list:
    return stripe.events(require_business().stripe_account)


def test_the_first_card_is_the_default_and_the_next_can_be_made_it(stripe, cleo):
    save(stripe, cleo)
    save(stripe, cleo, MASTERCARD)

    follow_cards(cleo.pk)
    assert shown(cleo) == [("Visa •••• 4242", True), ("Mastercard •••• 4444", False)]
    make_default(contact_id=cleo.pk, card_id=cards_of(cleo.pk)[1].pk)

    follow_cards(cleo.pk)
    assert shown(cleo) == [("Mastercard •••• 4444", True), ("Visa •••• 4242", False)]


def test_a_default_card_of_an_account_that_was_connected_before_gives_way(stripe, cleo):
    facts = {"brand": "Visa", "last4": "1881", "exp_month": 1, "exp_year": 2040}
    SavedCard.objects.create(contact=cleo, stripe_account="acct_before", method="pm_before", is_default=True, **facts)
    save(stripe, cleo)

    follow_cards(cleo.pk)

    assert shown(cleo) == [("Visa •••• 4242", True)]


def test_no_number_of_a_card_is_kept(stripe, cleo):
    save(stripe, cleo)
    follow_cards(cleo.pk)

    row = SavedCard.objects.values().get()
    assert CARD not in str(row)
    assert row["last4"] == "4242"


def test_the_card_that_is_paid_with_is_kept_when_its_owner_ticks_so(stripe, cleo):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"), saves_card=True)
    assert checkout(cleo, attempt.items.get().charge, saves_card=True) == attempt
    stripe.pay(attempt)
    deliver(events(stripe))

    assert (shown(cleo), due(cleo), Payment.objects.get().state) == ([("Visa •••• 4242", True)], {}, "succeeded")


def test_without_the_tick_no_card_is_kept_and_nobody_is_made_known_to_stripe(stripe, cleo):
    stripe.pay(checkout(cleo, charge(cleo, 1000, "Tart")))
    deliver(events(stripe))

    assert (shown(cleo), due(cleo), StripeCustomer.objects.count()) == ([], {}, 0)


def test_a_tick_that_is_taken_back_closes_the_page_that_would_keep_the_card(stripe, cleo):
    tart = charge(cleo, 1000, "Tart")
    keeps = checkout(cleo, tart, saves_card=True)
    plain = checkout(cleo, tart)
    keeps.refresh_from_db()
    assert (keeps.state, keeps.saves_card, plain.saves_card) == ("expired", True, False)
    stripe.pay_by_debit(again := checkout(cleo, tart, saves_card=True), GOOD_DEBIT)
    deliver(events(stripe))

    assert (again.saves_card, shown(cleo)) == (True, [])  # a bank account is no card


def test_a_business_that_keeps_no_cards_keeps_none_of_who_pays(stripe, cleo):
    tart = charge(cleo, 1000, "Tart")
    AutopayRules.objects.create(pk=1, is_offered=False)

    with pytest.raises(CardsNotKept):
        checkout(cleo, tart, saves_card=True)

    assert (PaymentAttempt.objects.count(), StripeCustomer.objects.count()) == (0, 0)


def test_a_contact_is_one_customer_at_stripe_also_when_an_answer_is_lost(stripe, cleo):
    stripe.lose_answers(2, "POST /v1/customers")
    with pytest.raises(CardsSilent):
        start_saving_card(contact_id=cleo.pk, **HERE)
    start_saving_card(contact_id=cleo.pk, **HERE)
    start_saving_card(contact_id=cleo.pk, **HERE)

    assert StripeCustomer.objects.get().customer == stripe_customer_of(cleo.pk)
    mine = [each for each in stripe.objects("customer") if each["metadata"].get("mango_contact") == str(cleo.pk)]
    assert [each["name"] for each in mine if each["metadata"]["mango_business"] == str(require_business().id)] == [
        "Cleo van Dam"
    ]


def test_events_in_any_order_and_twice_tell_the_same(stripe, cleo):
    save(stripe, cleo)
    told = [event for event in events(stripe) if event["type"].startswith(("payment_method", "setup_", "checkout"))]

    deliver([*reversed(told), *told])

    assert shown(cleo) == [("Visa •••• 4242", True)]


def test_a_removed_card_is_gone_here_at_once_and_detached_at_stripe_when_it_listens(stripe, cleo):
    save(stripe, cleo)
    follow_cards(cleo.pk)
    card = cards_of(cleo.pk)[0]
    stripe.controls.post("faults", kind="500", count=4, match="POST /v1/payment_methods")
    remove_card(contact_id=cleo.pk, card_id=card.pk)
    run_due()
    follow_cards(cleo.pk)
    assert shown(cleo) == []

    stripe.controls.post("faults/clear")
    DueWork.objects.update(due_at=card.created_at)
    run_due()

    (kept,) = [each for each in stripe.objects("payment_method") if each["id"] == card.method]
    assert (kept["customer"], shown(cleo)) == (None, [])


def test_a_card_that_the_business_detached_at_stripe_is_gone(stripe, cleo):
    save(stripe, cleo)
    follow_cards(cleo.pk)
    from billing.gateway import gateway

    gateway().forget_card(account=require_business().stripe_account, card=cards_of(cleo.pk)[0].method)
    deliver([event for event in events(stripe) if event["type"] == "payment_method.detached"])

    assert shown(cleo) == []


def test_a_new_expiry_that_the_bank_told_stripe_is_heard(stripe, cleo):
    save(stripe, cleo)
    follow_cards(cleo.pk)
    card = cards_of(cleo.pk)[0]
    stripe.controls.post("cards/renew", card=card.method, exp_year=2041)

    deliver([event for event in events(stripe) if event["type"] == "payment_method.automatically_updated"])

    card.refresh_from_db()
    assert (card.exp_year, card.expiry[3:]) == (2041, "41")
