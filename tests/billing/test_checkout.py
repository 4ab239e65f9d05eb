"""Paying through Stripe, one customer at a time."""

from datetime import date, timedelta

import pytest

from billing.errors import (
    AmountNotPositive,
    CardsNotAccepted,
    ChargeIsVoid,
    MoreThanDue,
    NoSuchCharge,
    NothingChosen,
    NothingDue,
    PaymentOnItsWay,
    StripeRefused,
    StripeSilent,
)
from billing.gateway import gateway
from billing.models import AttemptItem, Payment, PaymentAttempt
from billing.selectors.accounts import balance_of, open_items
from billing.services.attempts import conclude, refresh_attempt
from billing.services.charges import void_charge
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.money import CurrencyMismatch, Money
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.stripe_world import BAD_DEBIT, DECLINED, GOOD_DEBIT, checkout

SESSIONS = "POST /v1/checkout/sessions"


@pytest.fixture
def tart(stripe, cleo):
    return charge(cleo, 1000, "Tart", due_on=date(2026, 1, 1))


@pytest.fixture
def rolls(stripe, cleo):
    return charge(cleo, 500, "Rolls", due_on=date(2026, 2, 1))


def test_the_whole_selection_is_paid_and_everybody_sees_it(stripe, cleo, tart, rolls):
    attempt = checkout(cleo, tart, rolls)
    stripe.pay(attempt)

    paid = refresh_attempt(attempt.pk)

    assert (paid.state, due(cleo), balance_of(cleo.pk)) == ("succeeded", {}, money(0))
    assert (paid.payment.method, paid.payment.reference, paid.payment.receipt_number) == ("card", "Visa •••• 4242", 1)
    assert Message.objects.get(kind="receipt").context["amount"] == "€15.00"
    assert_books_add_up()


def test_looking_twice_pays_once(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    stripe.pay(attempt)

    refresh_attempt(attempt.pk)
    refresh_attempt(attempt.pk)

    assert Payment.objects.count() == Message.objects.filter(kind="receipt").count() == 1


def test_two_who_have_both_read_that_it_is_paid_book_it_once(stripe, cleo, tart):
    """Both had their answer from Stripe before either had written it down."""
    attempt = checkout(cleo, tart)
    stripe.pay(attempt)
    found = gateway().checkout(account=attempt.stripe_account, session=attempt.checkout_session)

    assert [conclude(attempt, found).state, conclude(attempt, found).state] == ["succeeded", "succeeded"]

    assert (Payment.objects.count(), Message.objects.filter(kind="receipt").count()) == (1, 1)
    assert Payment.objects.get().receipt_number == 1
    assert_books_add_up()


def test_coming_back_unpaid_proves_nothing(stripe, cleo, tart):
    attempt = checkout(cleo, tart)

    assert refresh_attempt(attempt.pk).state == "open"

    assert due(cleo) == {"Tart": 1000}
    assert not Payment.objects.exists()


def test_a_part_goes_to_what_falls_due_first(stripe, cleo, tart, rolls):
    attempt = checkout(cleo, rolls, tart, amount=money(1200))
    stripe.pay(attempt)

    refresh_attempt(attempt.pk)

    assert due(cleo) == {"Rolls": 300}
    assert_books_add_up()


@pytest.mark.parametrize(
    ("minor", "refusal"), [(0, AmountNotPositive), (-1, AmountNotPositive), (1001, MoreThanDue), (10**15, MoreThanDue)]
)
def test_an_amount_that_makes_no_sense_is_refused(stripe, cleo, tart, minor, refusal):
    with pytest.raises(refusal):
        checkout(cleo, tart, amount=money(minor))

    assert not PaymentAttempt.objects.exists()


def test_another_currency_is_refused(stripe, cleo, tart):
    with pytest.raises(CurrencyMismatch):
        checkout(cleo, tart, amount=Money(500, "USD"))


def test_what_is_void_paid_foreign_or_not_chosen_is_refused(stripe, cleo, carl, tart, rolls):
    void_charge(charge_id=rolls.pk, reason="Mistake")
    foreign = charge(carl, 100)
    pay(cleo, 1000)

    for charges, refusal in [
        ([rolls], ChargeIsVoid),
        ([tart], NothingDue),
        ([foreign], NoSuchCharge),
        ([], NothingChosen),
    ]:
        with pytest.raises(refusal):
            checkout(cleo, *charges)

    assert not PaymentAttempt.objects.exists()


def test_without_a_stripe_account_nothing_is_started(cleo):
    made = charge(cleo, 100)

    with pytest.raises(CardsNotAccepted, match="Acme Bakery"):
        checkout(cleo, made)


def test_a_double_click_leads_to_the_same_page(stripe, cleo, tart):
    before = stripe.requests(SESSIONS)

    first, second = checkout(cleo, tart), checkout(cleo, tart)

    assert (first.pk, first.checkout_url) == (second.pk, second.checkout_url)
    assert stripe.requests(SESSIONS) == before + 1


def test_another_selection_closes_the_page_of_the_first(stripe, cleo, tart, rolls):
    first = checkout(cleo, tart)

    second = checkout(cleo, tart, rolls)

    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "open")
    assert [session["status"] for session in stripe.objects("checkout.session")][-2:] == ["expired", "open"]
    assert_books_add_up()


def test_a_page_that_was_paid_in_the_meantime_is_noticed_before_a_second_one_opens(stripe, cleo, tart, rolls):
    stripe.pay(checkout(cleo, tart))

    second = checkout(cleo, tart, rolls)

    assert second.amount == money(500)
    assert due(cleo) == {"Rolls": 500}


def test_a_declined_card_charges_nothing_and_leaves_the_page_open(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    with pytest.raises(Exception, match="402"):
        stripe.pay(attempt, DECLINED)

    after = refresh_attempt(attempt.pk)

    assert (after.state, after.failure) == ("open", "Your card was declined.")
    assert due(cleo) == {"Tart": 1000}
    stripe.pay(attempt)
    assert refresh_attempt(attempt.pk).state == "succeeded"


def test_a_bank_debit_is_on_its_way_until_the_bank_has_answered(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    stripe.pay_by_debit(attempt, GOOD_DEBIT)

    assert refresh_attempt(attempt.pk).state == "processing"
    assert [(item.due.minor, item.is_on_its_way) for item in open_items(cleo.pk)] == [(1000, True)]
    with pytest.raises(PaymentOnItsWay, match="€10"):
        checkout(cleo, tart)
    assert_books_add_up()

    stripe.controls.post("settle", payment_intent=stripe.objects("payment_intent")[-1]["id"], outcome="succeed")
    assert refresh_attempt(attempt.pk).state == "succeeded"
    assert (due(cleo), Payment.objects.get().method) == ({}, "bank_debit")
    assert_books_add_up()


def test_a_bank_debit_that_fails_leaves_the_charge_payable(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    stripe.pay_by_debit(attempt, BAD_DEBIT)
    refresh_attempt(attempt.pk)
    stripe.controls.post("settle", payment_intent=stripe.objects("payment_intent")[-1]["id"], outcome="fail")

    assert refresh_attempt(attempt.pk).state == "failed"
    refresh_attempt(attempt.pk)

    assert (Payment.objects.get().state, due(cleo)) == ("failed", {"Tart": 1000})
    mail = Message.objects.get(kind="payment_failed")
    assert (mail.to, mail.context["amount"]) == ("cleo@example.com", "€10.00")
    assert (mail.context["why"], mail.context["link"].endswith("/pay/")) == (Payment.objects.get().failure, True)
    assert checkout(cleo, tart).state == "open"
    assert_books_add_up()


def test_an_abandoned_page_runs_out_and_the_charge_stays_payable(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    stripe.controls.post("clock", advance=3700)

    assert refresh_attempt(attempt.pk).state == "expired"

    stripe.controls.post("clock", advance=-3700)
    assert checkout(cleo, tart).pk != attempt.pk


def test_a_lost_answer_is_looked_up_and_never_asked_for_anew(stripe, cleo, tart):
    before = len(stripe.objects("checkout.session"))
    stripe.lose_answers(2, SESSIONS)
    with pytest.raises(StripeSilent):
        checkout(cleo, tart)
    assert PaymentAttempt.objects.get().state == "unknown"

    again = checkout(cleo, tart)

    assert (again.state, PaymentAttempt.objects.count()) == ("open", 1)
    assert len(stripe.objects("checkout.session")) == before + 1
    assert_books_add_up()


def test_a_lost_answer_is_looked_up_by_the_sweep(stripe, cleo, tart):
    stripe.lose_answers(2, SESSIONS)
    with pytest.raises(StripeSilent):
        checkout(cleo, tart)

    found = refresh_attempt(PaymentAttempt.objects.get().pk)

    assert (found.state, found.checkout_session) == ("open", stripe.objects("checkout.session")[-1]["id"])


def test_a_request_that_never_arrived_does_not_block_for_ever(stripe, cleo, tart, settings):
    reached, settings.STRIPE_API_BASE = settings.STRIPE_API_BASE, "http://127.0.0.1:9"
    with pytest.raises(StripeSilent, match="not been charged"):
        checkout(cleo, tart)
    settings.STRIPE_API_BASE = reached
    PaymentAttempt.objects.update(expires_at=clock.now() - timedelta(minutes=1))

    assert refresh_attempt(PaymentAttempt.objects.get().pk).state == "expired"

    assert not AttemptItem.objects.filter(is_live=True).exists()
    assert checkout(cleo, tart).state == "open"


def test_what_stripe_refuses_is_said_and_the_charge_stays_payable(stripe, cleo):
    crumb = charge(cleo, 1, "Crumb")

    with pytest.raises(StripeRefused, match="not been charged"):
        checkout(cleo, crumb)

    assert PaymentAttempt.objects.get().state == "failed"
    assert due(cleo) == {"Crumb": 1}
    assert_books_add_up()


def test_two_pages_paid_all_the_same_leave_credit_and_the_team_is_told(stripe, cleo, tart, ada):
    attempt = checkout(cleo, tart)
    pay(cleo, 1000)
    stripe.pay(attempt)

    refresh_attempt(attempt.pk)

    assert balance_of(cleo.pk) == money(-1000)
    told = Message.objects.get(kind="payment_surplus")
    assert (told.to, told.context["surplus"]) == ("ada@example.com", "€10.00")
    assert_books_add_up()


def test_money_over_the_counter_closes_the_page_online(stripe, cleo, tart):
    attempt = checkout(cleo, tart)
    pay(cleo, 1000)

    run_due()

    attempt.refresh_from_db()
    assert attempt.state == "expired"
    assert stripe.objects("checkout.session")[-1]["status"] == "expired"
