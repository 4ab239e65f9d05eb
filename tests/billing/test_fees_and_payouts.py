"""What Stripe keeps and what it sends to the bank, from the real gateway and the stand-in."""

from datetime import timedelta

import pytest

from billing.models import Payment, Payout
from billing.selectors.payouts import in_transit
from billing.services.fees import note_fee, note_missing_fees
from billing.services.payouts import refresh_payouts
from billing.tasks.money import plan_reconciliations
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, contact, pay
from tests.billing.stripe_world import checkout, deliver


@pytest.fixture
def paid(shop, stripe) -> Payment:
    """A hundred euros by card, which Stripe has told of."""
    with business_scope(shop):
        cleo = contact()
        attempt = checkout(cleo, charge(cleo, 10_000))
    stripe.pay(attempt)
    deliver(stripe.events(shop.stripe_account))
    with business_scope(shop):
        return Payment.objects.get()


@pytest.fixture
def pass_days(stripe):
    """Let days go by at Stripe, and take them back for the tests that come after."""
    gone = []

    def pass_(days: float) -> None:
        gone.append(int(days * 24 * 3600))
        stripe.controls.post("clock", advance=gone[-1])

    yield pass_
    stripe.controls.post("clock", advance=-sum(gone))


def booked(stripe, shop) -> int:
    """The fee as Stripe's own book has it."""
    moves = [move for move in stripe.objects("balance_transaction") if move["type"] == "charge"]
    return moves[-1]["fee"]


def test_a_fee_is_stored_with_its_payment_once_stripe_has_booked_it(shop, stripe, paid):
    with business_scope(shop):
        assert DueWork.objects.filter(name="billing.note_fee").count() == 1
        assert paid.fee_minor is None

        known = note_fee(paid.pk)

        assert known.fee_minor == booked(stripe, shop) > 0
        assert (Payment.objects.get().fee_minor, known.fee_currency) == (known.fee_minor, "EUR")


@pytest.mark.usefixtures("paid")
def test_the_night_asks_for_what_is_missing_and_for_nothing_else(shop, stripe):
    with business_scope(shop):
        pay(contact("Carl Brandt", ""), 500)
        before = stripe.requests("GET /v1/payment_intents")

        assert [note_missing_fees(), note_missing_fees()] == [1, 0]
        assert stripe.requests("GET /v1/payment_intents") == before + 1
        assert Payment.objects.get(method="cash").fee_minor is None


@pytest.mark.usefixtures("paid")
def test_every_business_that_takes_payments_is_asked_for_in_its_night(shop, stripe):
    plan_reconciliations()
    plan_reconciliations()

    (work,) = DueWork.objects.filter(name="billing.ask_stripe_at_night", business_id=shop.id)
    assert work.due_at > clock.now()
    DueWork.objects.filter(pk=work.pk).update(due_at=clock.now())
    perform(work.pk)
    with business_scope(shop):
        assert Payment.objects.get().fee_minor == booked(stripe, shop)


@pytest.mark.usefixtures("paid")
def test_a_payout_is_on_its_way_until_the_bank_has_it(shop, stripe, pass_days):
    pass_days(3)
    stripe.controls.post("payouts", account=shop.stripe_account, days=2)
    deliver([event for event in stripe.events(shop.stripe_account) if event["type"] == "payout.created"])

    with business_scope(shop):
        (payout,) = in_transit()
        assert (payout.state, payout.amount.minor) == ("in_transit", 10_000 - booked(stripe, shop))
        assert payout.arrives_on > clock.now().date()

    pass_days(2.1)
    deliver([event for event in stripe.events(shop.stripe_account) if event["type"] == "payout.paid"])
    with business_scope(shop):
        assert Payout.objects.get().state == "paid"


@pytest.mark.usefixtures("paid")
def test_reading_payouts_again_changes_what_changed_and_adds_none(shop, stripe, pass_days):
    pass_days(3)
    stripe.controls.post("payouts", account=shop.stripe_account, days=2)
    with business_scope(shop):
        assert [refresh_payouts(), refresh_payouts()] == [1, 1]
        Payout.objects.update(arrives_on=clock.now().date() - timedelta(days=1), state="paid")
        assert in_transit() == []

        refresh_payouts()

        assert len(in_transit()) == 1
