"""What autopay charges and when, what it leaves alone, and what it does about a card that is refused."""

from datetime import date, timedelta

import pytest

from billing.models import AutopayRules, AutopayRun, Payment, PaymentAttempt
from billing.selectors.accounts import balance_of
from billing.selectors.autopay import autopay_contact_ids
from billing.services.attempts import refresh_attempt
from billing.services.autopay import begin_the_day, look_after
from billing.services.cards import make_default, remove_card
from billing.services.consents import withdraw_consent
from emails.kinds import kind_named
from emails.models import Message
from tenants.kernel.jobs.models import DueWork
from tests.billing.autopay_world import (
    LOST,
    REFUSED_WHEN_CHARGED,
    WANTS_ITS_OWNER,
    agree,
    becomes,
    charge_on,
    charged,
    morning,
    person_of,
    save_card,
)
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.stripe_world import DISPUTED, checkout, deliver

DAY = date(2031, 3, 10)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def card(stripe, cleo):
    return save_card(stripe, cleo)


@pytest.fixture
def consent(card, cleo):
    return agree(cleo)


@pytest.fixture
def tart(stripe, cleo):
    return charge(cleo, 1000, "Tart", due_on=DAY)


@pytest.fixture
def rolls(stripe, cleo):
    return charge(cleo, 500, "Rolls", due_on=NEXT)


def mails(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_what_is_due_is_charged_once_on_its_day_and_receipted(stripe, cleo, consent, tart, rolls):
    assert charge_on(DAY - timedelta(days=1), cleo) is None
    attempt = charge_on(DAY, cleo)
    assert charge_on(DAY, cleo) is None

    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "succeeded")], {"Rolls": 500})
    payment = Payment.objects.get()
    assert (payment.attempt, payment.method, payment.reference) == (attempt, "card", "Visa •••• 4242")
    receipt = Message.objects.get(kind="receipt")
    assert (receipt.context["amount"], receipt.to) == ("€10.00", person_of(cleo).email)
    assert AutopayRun.objects.get().state == "paid"
    assert_books_add_up()


def test_everything_due_is_one_payment(stripe, cleo, consent, tart, rolls):
    charge_on(NEXT, cleo)

    assert (charged(stripe, cleo), due(cleo)) == ([(1500, "succeeded")], {})
    assert_books_add_up()


@pytest.mark.parametrize(("days", "day"), [(3, DAY + timedelta(days=3)), (-2, DAY - timedelta(days=2))])
def test_the_business_says_how_long_before_or_after_it_is_due(stripe, cleo, card, tart, days, day):
    AutopayRules.objects.create(pk=1, days_after_due=days, retry_days=[1])
    agree(cleo)
    AutopayRules.objects.update(days_after_due=-30)  # for whoever agrees later

    assert charge_on(day - timedelta(days=1), cleo) is None
    charge_on(day, cleo)

    assert charged(stripe, cleo) == [(1000, "succeeded")]


def test_credit_on_the_account_is_used_first(stripe, cleo, consent):
    pay(cleo, 400)
    charge(cleo, 1000, "Tart", due_on=DAY)
    charge_on(DAY, cleo)

    assert (charged(stripe, cleo), balance_of(cleo.pk)) == ([(600, "succeeded")], money(0))


def test_without_consent_nothing_is_charged(stripe, cleo, card, tart):
    assert charge_on(DAY, cleo) is None

    assert (charged(stripe, cleo), PaymentAttempt.objects.count(), due(cleo)) == ([], 0, {"Tart": 1000})


def test_once_it_is_withdrawn_nothing_is_charged_not_even_what_was_to_be_tried_again(stripe, cleo, consent, card, tart):
    becomes(stripe, card, REFUSED_WHEN_CHARGED)
    charge_on(DAY, cleo)
    becomes(stripe, card, "4242424242424242")
    withdraw_consent(contact_id=cleo.pk, by=person_of(cleo))

    assert charge_on(NEXT, cleo) is None
    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "requires_payment_method")], {"Tart": 1000})


def test_another_contacts_card_is_never_charged(stripe, cleo, carl, consent, card):
    charge(carl, 700, "Cake", due_on=DAY)

    assert charge_on(DAY, carl) is None
    assert (charged(stripe, carl), due(carl)) == ([], {"Cake": 700})


def test_a_removed_card_is_not_charged_and_another_one_made_default_is(stripe, cleo, consent, card, tart):
    other = save_card(stripe, cleo, "5555555555554444")
    remove_card(contact_id=cleo.pk, card_id=card.pk)
    assert charge_on(DAY, cleo) is None
    make_default(contact_id=cleo.pk, card_id=other.pk)
    charge_on(DAY, cleo)

    assert Payment.objects.get().reference == "Mastercard •••• 4444"


def test_what_the_customer_is_paying_now_is_left_alone(stripe, cleo, consent, tart, rolls):
    attempt = checkout(cleo, tart)
    charge_on(NEXT, cleo)
    assert charged(stripe, cleo) == [(500, "succeeded")]
    stripe.pay(attempt)

    assert refresh_attempt(attempt.pk).state == "succeeded"
    assert charge_on(NEXT, cleo) is None
    assert (due(cleo), Payment.objects.count()) == ({}, 2)
    assert_books_add_up()


def test_what_a_bank_has_taken_back_is_for_people_to_settle(stripe, cleo, consent, tart):
    stripe.pay(attempt := checkout(cleo, tart), DISPUTED)
    refresh_attempt(attempt.pk)
    deliver(stripe.events(attempt.stripe_account))
    assert due(cleo) == {"Tart": 1000}

    assert charge_on(DAY, cleo) is None
    assert charged(stripe, cleo) == []


def test_a_limit_holds_for_the_month_and_leaves_the_rest_to_the_customer(stripe, cleo, card, tart, rolls):
    agree(cleo, limit=money(1200))
    charge_on(NEXT, cleo)
    assert charge_on(NEXT, cleo) is None

    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "succeeded")], {"Rolls": 500})


def test_no_more_is_announced_than_the_limit_lets_be_charged(cleo, card, tart, rolls):
    charge(cleo, 1100, "Cake", due_on=date(2031, 4, 1))
    agree(cleo, limit=money(1200))

    def told(day: date) -> str | None:
        facts = kind_named("autopay_soon").read_anew({"contact_id": cleo.pk, "day": day.isoformat()})
        return facts and facts["amount"]

    with morning(DAY - timedelta(days=1)):
        assert [told(day) for day in (DAY, NEXT, date(2031, 4, 1))] == ["€10.00", None, "€5.00"]


def test_a_refused_card_is_tried_again_on_the_days_that_the_business_chose(stripe, cleo, consent, card, tart):
    becomes(stripe, card, REFUSED_WHEN_CHARGED)
    tried = [day for day in (DAY + timedelta(days=n) for n in range(20)) if charge_on(day, cleo)]

    assert tried == [DAY + timedelta(days=n) for n in (0, 1, 3, 7)]
    assert charged(stripe, cleo) == [(1000, "requires_payment_method")] * 4
    run = AutopayRun.objects.get()
    assert (run.state, run.tries, due(cleo)) == ("failed", 4, {"Tart": 1000})
    again = Message.objects.filter(kind="autopay_failed").order_by("pk").values_list("context__again_on", flat=True)
    assert list(again) == ["11 March 2031", "13 March 2031", "17 March 2031", ""]
    assert (autopay_contact_ids(), Payment.objects.count()) == (set(), 0)
    assert_books_add_up()


def test_a_try_that_works_ends_the_trying(stripe, cleo, consent, card, tart):
    becomes(stripe, card, REFUSED_WHEN_CHARGED)
    charge_on(DAY, cleo)
    becomes(stripe, card, "4242424242424242")
    charge_on(NEXT, cleo)
    assert charge_on(DAY + timedelta(days=3), cleo) is None

    assert charged(stripe, cleo) == [(1000, "requires_payment_method"), (1000, "succeeded")]
    assert (AutopayRun.objects.get().state, mails("receipt")) == ("paid", 1)


def test_a_lost_card_is_not_tried_again_but_another_card_is(stripe, cleo, consent, card, tart):
    becomes(stripe, card, LOST)
    charge_on(DAY, cleo)
    assert charge_on(DAY + timedelta(days=7), cleo) is None
    assert (AutopayRun.objects.get().state, mails("autopay_failed")) == ("failed", 1)
    make_default(contact_id=cleo.pk, card_id=save_card(stripe, cleo, "5555555555554444").pk)
    charge_on(DAY + timedelta(days=8), cleo)

    assert charged(stripe, cleo) == [(1000, "requires_payment_method"), (1000, "succeeded")]


def test_what_comes_after_a_failure_is_charged_on_its_own(stripe, cleo, consent, card, tart, rolls):
    becomes(stripe, card, LOST)
    charge_on(DAY, cleo)
    becomes(stripe, card, "4242424242424242")
    charge_on(NEXT, cleo)

    assert (charged(stripe, cleo)[1:], due(cleo)) == ([(500, "succeeded")], {"Tart": 1000})


def test_a_bank_that_wants_its_customer_is_not_asked_again_and_the_customer_is(stripe, cleo, consent, card, tart):
    becomes(stripe, card, WANTS_ITS_OWNER)
    charge_on(DAY, cleo)
    assert charge_on(NEXT, cleo) is None

    mail = Message.objects.get(kind="autopay_confirm")
    assert (mail.context["amount"], mail.context["link"].endswith("/pay/")) == ("€10.00", True)
    assert (AutopayRun.objects.get().state, autopay_contact_ids()) == ("confirm", set())
    stripe.pay(attempt := checkout(cleo, tart))
    assert refresh_attempt(attempt.pk).state == "succeeded"
    assert autopay_contact_ids() == {cleo.pk}


def test_a_charge_is_announced_once_with_what_it_is_when_the_mail_goes(stripe, cleo, consent, tart):
    with morning(DAY - timedelta(days=3)):
        look_after(cleo.pk)
    with morning(DAY - timedelta(days=2)):
        look_after(cleo.pk)
        mail = Message.objects.get(kind="autopay_soon")
        charge(cleo, 250, "Bun", due_on=DAY)
        now = kind_named("autopay_soon").read_anew(mail.context)
        assert (mail.context["charged_on"], now["amount"]) == ("10 March 2031", "€12.50")
        pay(cleo, 1250)
        assert kind_named("autopay_soon").read_anew(mail.context) is None


def test_each_morning_asks_for_the_next_while_somebody_has_agreed(cleo, consent):
    def waiting(name):
        return sorted(DueWork.objects.filter(name=name).values_list("key", flat=True))

    days = waiting("billing.autopay_day")
    begin_the_day(DAY)
    assert waiting("billing.autopay") == []  # she owes nothing
    charge(cleo, 1000, "Tart", due_on=DAY)
    begin_the_day(DAY)
    begin_the_day(DAY)

    assert waiting("billing.autopay_day") == sorted([*days, NEXT.isoformat()])
    assert waiting("billing.autopay") == [f"{DAY}:{cleo.pk}"]
    withdraw_consent(contact_id=cleo.pk, by=person_of(cleo))
    begin_the_day(NEXT)
    assert waiting("billing.autopay_day") == sorted([*days, NEXT.isoformat()])


def test_a_card_that_expires_is_written_about_a_month_before_and_when_it_has(stripe, cleo, consent, card):
    stripe.controls.post("cards/renew", card=card.method, exp_month=5, exp_year=2031)
    from billing.services.cards import follow_cards

    follow_cards(cleo.pk)
    told = []
    for day in (date(2031, 4, 29), date(2031, 5, 1), date(2031, 5, 31), date(2031, 6, 1), date(2031, 7, 1)):
        with morning(day):
            look_after(cleo.pk)
            told.append(mails("card_expiring"))

    assert told == [0, 1, 1, 2, 2]
    assert autopay_contact_ids([cleo.pk]) == {cleo.pk}
    with morning(date(2031, 6, 1)):
        assert autopay_contact_ids([cleo.pk]) == set()
    for day, is_looked_at in ((date(2031, 4, 29), False), (date(2031, 5, 1), True), (date(2031, 7, 1), True)):
        begin_the_day(day)
        assert DueWork.objects.filter(name="billing.autopay", key=f"{day}:{cleo.pk}").exists() == is_looked_at
