"""Disputes: every state in any order ends the same; money re-opens what it had paid for; evidence is sent once."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from billing.errors import NoSuchDispute
from billing.gateway.protocol import Dispute as Found
from billing.gateway.protocol import Refund
from billing.gateway.standin.resources.disputes import FEE
from billing.models import AutopayConsent, Dispute, Payment, SavedCard
from billing.selectors.accounts import balance_of
from billing.selectors.chargeable import dues
from billing.selectors.disputes import deadline_of, disputed_charge_ids, waiting_disputes
from billing.services import disputes as rules
from billing.services.disputes import answer_dispute, claim_again, follow_dispute
from billing.services.reversals import note_refunds
from emails.models import Message
from emails.rendering.mail import branded_mail
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.autopay_world import agree, save_card
from tests.billing.books import assert_books_add_up, charge, due, entries, pay
from tests.billing.dispute_world import TOLD, Says, as_told, told_ends
from tests.billing.stripe_world import CARD, checkout, deliver
from tests.billing.test_storm import inside, together

STATES = [state.value for state in Dispute.State]
WHY = "Delivered on 3 March at 7:40; Cleo signed for it."


@pytest.fixture
def paid(stripe, cleo, acme) -> Payment:
    """A tart, paid at Stripe and heard of."""
    return paid_tart(stripe, cleo, acme)


def paid_tart(stripe, cleo, acme) -> Payment:
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    stripe.pay(attempt, CARD)
    deliver(stripe.events(acme.stripe_account))
    return Payment.objects.get(attempt=attempt)


def open_at_bank(stripe, payment: Payment, **more) -> str:
    return stripe.controls.post("disputes", payment_intent=payment.stripe_payment_intent, **more)["id"]


def hear(stripe, acme) -> None:
    deliver(stripe.events(acme.stripe_account))


def letters() -> int:
    return Message.objects.filter(kind="dispute_opened").count()


def test_a_dispute_takes_the_money_reopens_what_it_paid_for_and_tells_each_owner_once(stripe, ada, cleo, acme, paid):
    name = open_at_bank(stripe, paid, reason="product_not_received")

    deliver(stripe.events(acme.stripe_account) * 3)

    dispute = Dispute.objects.get()
    assert (dispute.stripe_dispute, dispute.state, dispute.amount) == (name, "needs_response", books.money(1000))
    assert (due(cleo), letters(), waiting_disputes(seen_by=ada)) == ({"Tart": 1000}, 1, [dispute])
    assert (dispute.fee, dispute.fee_on) == (books.money(FEE), clock.today("Europe/Lisbon"))
    letter = branded_mail(Message.objects.get(kind="dispute_opened"))
    for part in (letter.alternatives[0].content, letter.body):
        assert [
            said for said in ("€10.00", "was not delivered or done.", f"/disputes/{dispute.pk}/") if said not in part
        ] == []
    assert_books_add_up()


def test_an_inquiry_takes_nothing_and_is_told_as_one(stripe, ada, cleo, acme, paid):
    open_at_bank(stripe, paid, inquiry=True)
    hear(stripe, acme)

    dispute = Dispute.objects.get()

    assert (dispute.state, dispute.is_inquiry, due(cleo), letters()) == ("warning_needs_response", True, {}, 1)
    assert (dispute.fee, dispute.fee_on) == (books.money(0), None)
    assert abs(deadline_of(dispute).days - 7) <= 1  # by an hour, in a week in which the clocks change
    stripe.controls.post("disputes/move", dispute=dispute.stripe_dispute, status="needs_response")
    hear(stripe, acme)
    dispute.refresh_from_db()
    assert (dispute.state, due(cleo), letters()) == ("needs_response", {"Tart": 1000}, 1)
    assert (dispute.fee, dispute.fee_on) == (books.money(FEE), clock.today("Europe/Lisbon"))
    assert_books_add_up()


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("way", "reopened"),
    [
        (["under_review", "won"], {}),
        (["under_review", "lost"], {"Tart": 1000}),
        (["lost"], {"Tart": 1000}),
        (["prevented"], {"Tart": 1000}),
        (["under_review", "lost", "appeal_needs_response", "appeal_under_review"], {"Tart": 1000}),
    ],
)
def test_whatever_order_events_come_in_the_last_state_and_one_ledger_are_kept(stripe, cleo, acme, paid, way, reopened):
    name = open_at_bank(stripe, paid)
    for status in way:
        stripe.controls.post("disputes/move", dispute=name, status=status)
    events = [event for event in stripe.events(acme.stripe_account) if "dispute" in event["type"]]
    shuffled = [*events, *events]

    for seed in range(4):
        random.Random(seed).shuffle(shuffled)
        with transaction.atomic():
            deliver(shuffled)
            assert (Dispute.objects.get().state, due(cleo)) == (way[-1], reopened)
            assert Dispute.objects.get().fee_minor == (0 if way[-1] == "won" else FEE)
            assert told_ends() == TOLD.get(way[-1], [])
            assert_books_add_up()
            transaction.set_rollback(True)


def test_the_night_asks_for_the_fees_of_disputes_from_before_they_were_kept(stripe, acme, paid):
    open_at_bank(stripe, paid)
    hear(stripe, acme)
    Dispute.objects.update(
        fee_minor=None, fee_currency="", fee_on=None, opened_at=datetime(2026, 1, 31, 23, tzinfo=UTC)
    )

    assert [rules.note_missing_dispute_fees(), rules.note_missing_dispute_fees()] == [1, 0]

    dispute = Dispute.objects.get()
    assert (dispute.fee, dispute.fee_on) == (books.money(FEE), date(2026, 1, 31))


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("last", STATES)
def test_from_every_state_to_every_other_the_books_add_up(cleo, monkeypatch, last):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    telling = {}
    monkeypatch.setattr(rules, "gateway", lambda: telling["gateway"])

    for first in STATES:
        with transaction.atomic():
            for state in (first, last, last):
                telling["gateway"] = Says(as_told(state, payment))
                follow_dispute(payment, "dp_1")
                assert_books_add_up()
            dispute = Dispute.objects.get()
            assert (dispute.state, dispute.updates) == (last, 1 if first == last else 2)
            ends = [kind for state in dict.fromkeys((first, last)) for kind in TOLD.get(state, [])]
            assert told_ends() == sorted(ends)
            transaction.set_rollback(True)


def test_a_dispute_of_all_after_a_refund_of_a_part_is_owed_to_the_last_cent(cleo, monkeypatch):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    note_refunds(payment, [Refund(id="re_1", minor=300, state="succeeded")])
    monkeypatch.setattr(rules, "gateway", lambda: Says(as_told("lost", payment)))

    follow_dispute(payment, "dp_1")

    assert (balance_of(cleo.pk), due(cleo)) == (books.money(1300), {"Tart": 1000})
    assert_books_add_up()


def test_what_was_read_before_somebody_else_wrote_is_read_again(cleo, monkeypatch):
    payment = pay(cleo, 1000)
    old, new = as_told("needs_response", payment), as_told("won", payment)

    class Overtaken(Says):
        asked = 0

        def dispute(self, *, account: str, dispute: str) -> Found:
            """While the old answer is under way, somebody else reads the new one and writes it down."""
            self.asked += 1
            if self.asked == 1:
                monkeypatch.setattr(rules, "gateway", lambda: Says(new))
                follow_dispute(payment, "dp_1")
                monkeypatch.setattr(rules, "gateway", lambda: self)
                return old
            return new

    slow = Overtaken(old)
    monkeypatch.setattr(rules, "gateway", lambda: slow)

    follow_dispute(payment, "dp_1")

    assert (Dispute.objects.get().state, slow.asked) == ("won", 2)


def test_one_that_keeps_changing_is_tried_later(cleo, monkeypatch):
    payment = pay(cleo, 1000)
    numbers = itertools.count(1)
    monkeypatch.setattr(rules, "gateway", lambda: Says(as_told("won", payment)))
    monkeypatch.setattr(rules, "_updates_of", lambda _stripe_id: next(numbers))

    with pytest.raises(RetryLater):
        follow_dispute(payment, "dp_1")

    assert (Dispute.objects.count(), entries(cleo)) == (0, [("payment", -1000)])


def test_what_a_dispute_reopened_is_out_of_reminders_until_it_is_decided_or_asked_for_again(stripe, cleo, acme, paid):
    tart, rolls = paid.contact.charges.get(), charge(cleo, 500, "Rolls")
    assert disputed_charge_ids() == set()
    name = open_at_bank(stripe, paid)
    hear(stripe, acme)

    assert disputed_charge_ids() == disputed_charge_ids([cleo.pk]) == {tart.pk}
    assert disputed_charge_ids([cleo.pk + 1000]) == set()
    stripe.controls.post("disputes/decide", dispute=name, outcome="lost")
    hear(stripe, acme)
    save_card(stripe, cleo)
    card = agree(cleo)
    assert (disputed_charge_ids(), charged_by(card)) == ({tart.pk}, {rolls.pk})
    for _ in range(2):
        claim_again(Dispute.objects.get().pk)

    assert (disputed_charge_ids(), charged_by(card)) == (set(), {tart.pk, rolls.pk})
    assert due(cleo) == {"Tart": 1000, "Rolls": 500}
    assert Activity.objects.filter(verb="dispute.claimed_again").count() == 1
    assert rolls.pk != tart.pk


def charged_by(consent: AutopayConsent) -> set[int]:
    return {each.charge_id for each in dues(consent, SavedCard.objects.get())}


def written(of, **facts) -> Dispute:
    known = {"state": "needs_response", "evidence_due_at": clock.now() + timedelta(days=2), "reason": "duplicate"}
    return Dispute.objects.create(
        contact=of,
        payment=pay(of, 1000),
        stripe_dispute="dp_1",
        amount_minor=1000,
        currency="EUR",
        opened_at=clock.now(),
        **known | facts,
    )


def test_another_businesss_dispute_is_nobodys(cleo, globex):
    dispute = written(cleo)

    with business_scope(globex), pytest.raises(NoSuchDispute):
        answer_dispute(dispute.pk, text=WHY)

    dispute.refresh_from_db()
    assert dispute.answer == ""


def test_many_events_at_once_open_one_dispute(shop, stripe):
    with business_scope(shop):
        cleo = books.contact()
        payment = paid_tart(stripe, cleo, shop)
    name = open_at_bank(stripe, payment)

    together(inside(shop, lambda: follow_dispute(payment_in(payment.pk), name)), 12)

    with business_scope(shop):
        assert (Dispute.objects.count(), letters_in_all()) == (1, 1)
        assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("dispute", 1000)]
        assert_books_add_up()


def payment_in(payment_id: int) -> Payment:
    return Payment.objects.get(pk=payment_id)


def letters_in_all() -> int:
    return Activity.objects.filter(verb="dispute.opened").count()
