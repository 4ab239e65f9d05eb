"""Money given back: never more than came, once however often it is asked, sent and heard of."""

import itertools
import uuid
from datetime import timedelta

import pytest
import stripe as stripe_sdk
from django.db import transaction

from billing.errors import (
    AmountNotPositive,
    NoSuchPayment,
    NothingToGiveBack,
    OtherRefundSent,
    ReasonMissing,
    RefundNotFailed,
    TooMuchToGiveBack,
)
from billing.gateway import read
from billing.models import Payment, RefundOrder
from billing.selectors.refunds import refundable_of
from billing.services.refunds import RefundDraft, follow_refunds, give_back, give_back_again, send_refund
from emails.models import Message
from emails.rendering.mail import branded_mail
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import RetryLater, run_due
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.books import assert_books_add_up, charge, due, entries, money, pay
from tests.billing.stripe_world import CARD, checkout, deliver
from tests.billing.test_events import refund as refund_at_stripe
from tests.billing.test_storm import inside, together

PENDING_REFUND, FAILING_REFUND = "4000000000007726", "4000000000005126"


def draft(minor: int, reason: str = "Two loaves were missing") -> RefundDraft:
    return RefundDraft(amount=money(minor), reason=reason)


def paid_by_card(stripe, cleo, acme, card: str = CARD) -> Payment:
    """A tart, paid at Stripe and heard of."""
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt, card)
    deliver(stripe.events(acme.stripe_account))
    return Payment.objects.get(attempt=attempt)


def letters() -> int:
    return Message.objects.filter(kind="refund").count()


def test_what_came_by_hand_goes_back_at_once_and_is_due_again(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)

    order = give_back(payment.pk, draft=draft(400))

    assert (order.state, refundable_of(payment)) == ("succeeded", money(600))
    assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("refund", 400)]
    assert (due(cleo), letters()) == ({"Tart": 400}, 1)
    assert_books_add_up()


def test_the_letter_says_how_much_and_why(cleo):
    give_back(pay(cleo, 1000).pk, draft=draft(400))

    letter = branded_mail(Message.objects.get(kind="refund"))

    for part in (letter.alternatives[0].content, letter.body):
        assert [said for said in ("€4.00", "R-00001", "Two loaves were missing") if said not in part] == []


def test_what_stripe_took_goes_back_through_stripe_once(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    order = give_back(payment.pk, draft=draft(400))
    assert (order.state, entries(cleo)[-1], letters()) == ("asked", ("payment", -1000), 0)

    run_due()
    deliver(stripe.events(acme.stripe_account) * 2)
    send_refund(order.pk)

    order.refresh_from_db()
    (refund,) = refunds_at(stripe, order)
    assert (order.state, order.stripe_refund, refund["amount"]) == ("succeeded", refund["id"], 400)
    assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("refund", 400)]
    assert letters() == 1
    assert_books_add_up()


def test_an_answer_that_was_lost_is_no_second_refund(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    order = give_back(payment.pk, draft=draft(400))
    stripe.lose_answers(2, "POST /v1/refunds")

    with pytest.raises(RetryLater):
        send_refund(order.pk)
    assert send_refund(order.pk).state == "succeeded"

    assert entries(cleo)[2:] == [("refund", 400)]
    assert len(refunds_at(stripe, order)) == 1


def test_an_event_settles_an_order_whose_answer_was_lost(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    order = give_back(payment.pk, draft=draft(400))
    DueWork.objects.all().delete()
    stripe.lose_answers(2, "POST /v1/refunds")
    with pytest.raises(RetryLater):
        send_refund(order.pk)

    deliver(stripe.events(acme.stripe_account))

    order.refresh_from_db()
    assert (order.state, entries(cleo)[2:], letters()) == ("succeeded", [("refund", 400)], 1)


def test_an_order_older_than_its_key_is_looked_for_before_it_is_sent_again(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    order = give_back(payment.pk, draft=draft(400))
    send_refund(order.pk)
    RefundOrder.objects.update(state="asked", stripe_refund="", created_at=clock.now() - timedelta(days=3))
    asked = stripe.requests("POST /v1/refunds")

    assert send_refund(order.pk).state == "succeeded"

    assert stripe.requests("POST /v1/refunds") == asked
    assert entries(cleo)[2:] == [("refund", 400)]


def test_one_that_the_bank_takes_its_time_over_counts_as_gone_and_is_posted_when_it_has(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme, PENDING_REFUND)
    order = give_back(payment.pk, draft=draft(400))

    assert send_refund(order.pk).state == "pending"
    assert (refundable_of(payment), entries(cleo)[2:], letters()) == (money(600), [], 0)


def test_one_that_fails_can_be_given_back_again(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme, FAILING_REFUND)
    order = give_back(payment.pk, draft=draft(400))
    send_refund(order.pk)
    stripe.controls.post("clock", advance=3700)
    stripe.controls.post("clock", advance=-3700)

    deliver(stripe.events(acme.stripe_account))

    order.refresh_from_db()
    assert (order.state, refundable_of(payment)) == ("failed", money(1000))
    assert sum(minor for _kind, minor in entries(cleo)) == 0
    assert_books_add_up()


def test_what_stripe_refuses_is_said_and_nothing_is_posted(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    refund_at_stripe(stripe, payment.attempt, 800)  # in Stripe's own pages; Mango has not heard of it yet

    refused = send_refund(give_back(payment.pk, draft=draft(400)).pk)

    assert (refused.state, entries(cleo)[2:], letters()) == ("failed", [], 0)
    assert "greater than unrefunded amount" in refused.failure
    assert refundable_of(payment) == money(1000)


@pytest.mark.parametrize(
    ("minor", "reason", "refusal"),
    [(1001, "Late", TooMuchToGiveBack), (0, "Late", AmountNotPositive), (400, "  ", ReasonMissing)],
)
def test_what_cannot_go_back_is_refused_and_nothing_is_written(cleo, minor, reason, refusal):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)

    with pytest.raises(refusal):
        give_back(payment.pk, draft=draft(minor, reason))

    assert (RefundOrder.objects.count(), entries(cleo)[2:]) == (0, [])


def test_all_of_it_goes_back_once(cleo):
    payment = pay(cleo, 1000)
    give_back(payment.pk, draft=draft(1000))

    with pytest.raises(NothingToGiveBack):
        give_back(payment.pk, draft=draft(1))


def test_money_that_never_came_and_another_businesss_cannot_be_given_back(cleo, globex):
    payment = pay(cleo, 1000)
    with business_scope(globex), pytest.raises(NoSuchPayment):
        give_back(payment.pk, draft=draft(1))

    Payment.objects.filter(pk=payment.pk).update(state="failed", receipt_number=None)
    with pytest.raises(NothingToGiveBack):
        give_back(payment.pk, draft=draft(1))


def test_the_form_sent_twice_gives_back_once(cleo):
    payment, key = pay(cleo, 1000), uuid.uuid4()

    first, second = (give_back(payment.pk, draft=draft(400), request_key=key) for _ in range(2))

    assert (first.pk, RefundOrder.objects.count()) == (second.pk, 1)
    assert entries(cleo)[1:] == [("refund", 400)]


def test_a_form_of_another_payment_gives_nothing_back_and_says_so(cleo):
    one, other, key = pay(cleo, 1000), pay(cleo, 500), uuid.uuid4()
    give_back(one.pk, draft=draft(400), request_key=key)

    with pytest.raises(OtherRefundSent):
        give_back(other.pk, draft=draft(400), request_key=key)

    assert refundable_of(other) == money(500)


def test_of_many_at_once_no_more_goes_back_than_came(shop):
    with business_scope(shop):
        cleo = books.contact()
        payment = pay(cleo, 1000, send_receipt=False)

    def give() -> bool:
        try:
            give_back(payment.pk, draft=draft(300))
        except (TooMuchToGiveBack, NothingToGiveBack):
            return False
        return True

    given = together(inside(shop, give), 12)

    with business_scope(shop):
        assert sum(given) == 3
        assert sum(order.amount_minor for order in RefundOrder.objects.all()) == 900
        assert_books_add_up()


def refunds_at(stripe, order: RefundOrder) -> list[dict]:
    return [one for one in stripe.objects("refund") if one["metadata"].get("mango_refund") == str(order.pk)]


def failed_order(stripe, cleo, acme) -> RefundOrder:
    """Four of ten that Stripe sent and the bank sent back."""
    order = give_back(paid_by_card(stripe, cleo, acme, FAILING_REFUND).pk, draft=draft(400))
    send_refund(order.pk)
    stripe.controls.post("clock", advance=3700)
    stripe.controls.post("clock", advance=-3700)
    deliver(stripe.events(acme.stripe_account))
    order.refresh_from_db()
    return order


def test_a_failed_refund_is_sent_once_more_however_often_it_is_asked(stripe, cleo, acme):
    order = failed_order(stripe, cleo, acme)

    first, second = (give_back_again(order.pk) for _ in range(2))

    assert (first.pk, first.amount, first.reason) == (second.pk, money(400), order.reason)
    assert RefundOrder.objects.filter(payment=order.payment).count() == 2
    order.refresh_from_db()
    assert order.dealt_with_at is not None
    assert_books_add_up()


def test_a_refund_that_has_not_failed_is_not_sent_again(cleo):
    order = give_back(pay(cleo, 1000).pk, draft=draft(400))

    with pytest.raises(RefundNotFailed):
        give_back_again(order.pk)

    assert entries(cleo) == [("payment", -1000), ("refund", 400)]


REFUND_STATES = ("pending", "requires_action", "succeeded", "failed", "canceled")


@pytest.mark.parametrize("last", REFUND_STATES)
def test_from_every_state_of_a_refund_to_every_other_the_books_add_up(cleo, last):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)

    for first, second in itertools.product(REFUND_STATES, REFUND_STATES):
        with transaction.atomic():
            for state in (first, second, last, last):
                follow_refunds(payment, [read.refund(as_stripe_says(state))])
                assert_books_add_up()
            assert sum(minor for kind, minor in entries(cleo) if kind.startswith("refund")) in (0, 400)
            transaction.set_rollback(True)


def as_stripe_says(state: str) -> stripe_sdk.Refund:
    facts = {"id": "re_1", "object": "refund", "amount": 400, "currency": "eur", "status": state, "metadata": {}}
    return stripe_sdk.Refund.construct_from(facts, "sk_test")
