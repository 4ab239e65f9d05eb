"""Stripe against the books: what is late is brought in, what differs waits for a person, once."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from billing.errors import NoSuchDifference, ReasonMissing, ReconciliationSilent, StripeSilent
from billing.gateway import gateway
from billing.models import Difference, Dispute, Payment, PaymentAttempt, Reconciliation
from billing.selectors.reconciliation import differences
from billing.services.fees import note_missing_fees
from billing.services.reconciliation import explain, reconcile
from billing.services.refunds import RefundDraft, give_back
from billing.tasks.money import plan_reconciliations
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope, platform_scope
from tests.billing.books import assert_books_add_up, charge, due, entries, money
from tests.billing.stripe_world import checkout
from tests.billing.test_disputes import open_at_bank
from tests.billing.test_events import refund as refund_at_stripe
from tests.billing.test_refunds import paid_by_card


def found() -> list[tuple[str, int, int, str]]:
    rows = Difference.objects.order_by("pk")
    return [(row.kind, row.stripe_minor, row.books_minor, row.state) for row in rows]


def an_hour_on() -> AbstractContextManager[None]:
    """When all of Stripe's news should long be here."""
    return clock.held_at(clock.now() + timedelta(hours=1))


def test_books_that_agree_say_so(stripe, cleo, acme):
    paid_by_card(stripe, cleo, acme)

    run = reconcile()

    assert (run.compared, run.mended, run.failure, found()) == (1, 0, "", [])
    assert run.finished_at is not None


def test_a_payment_whose_events_never_came_is_brought_in(stripe, cleo, acme):
    stripe.pay(checkout(cleo, charge(cleo, 1000, "Tart")))

    run = reconcile()

    assert (run.mended, due(cleo), found()) == (1, {}, [])
    assert entries(cleo) == [("charge", 1000), ("payment", -1000)]
    assert_books_add_up()


def test_a_refund_made_in_stripe_that_nobody_told_of_is_brought_in(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    refund_at_stripe(stripe, payment.attempt, 300)

    run = reconcile()

    assert (run.mended, due(cleo), found()) == (1, {"Tart": 300}, [])
    assert_books_add_up()


def test_a_dispute_that_nobody_told_of_is_brought_in_and_so_is_its_end(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    name = open_at_bank(stripe, payment)

    assert (reconcile().mended, due(cleo), Dispute.objects.get().state) == (1, {"Tart": 1000}, "needs_response")
    assert reconcile().mended == 0

    stripe.controls.post("disputes/decide", dispute=name, outcome="won")
    assert (reconcile().mended, due(cleo), Dispute.objects.get().state) == (1, {}, "won")
    assert_books_add_up()


def test_a_refund_that_the_bank_has_still_to_do_is_no_difference(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme, card="4000000000007726")
    give_back(payment.pk, draft=RefundDraft(amount=money(300), reason="Late"))
    run_due()

    reconcile()

    assert found() == []


def test_what_was_taken_in_stripe_itself_waits_until_somebody_says_why(stripe, cleo, acme, ada):
    _forget(paid_by_card(stripe, cleo, acme))
    with an_hour_on():
        reconcile()
        reconcile()
        assert found() == [("not_here", 1000, 0, "open")]

        (difference,) = differences(seen_by=ada)
        explain(difference.pk, explanation="Sold at the fair", by=ada)
        reconcile()

    assert found() == [("not_here", 1000, 0, "explained")]
    assert Difference.objects.get().ended_by_name == ada.name


def test_what_was_taken_a_moment_ago_is_given_time(stripe, cleo, acme):
    _forget(paid_by_card(stripe, cleo, acme))

    reconcile()

    assert found() == []


def test_a_difference_ends_by_itself_when_both_say_the_same(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    intent = payment.stripe_payment_intent
    with an_hour_on():
        Payment.objects.filter(pk=payment.pk).update(stripe_payment_intent="pi_elsewhere")
        reconcile()
        assert {row[0] for row in found()} == {"not_here", "not_there"}

        Payment.objects.filter(pk=payment.pk).update(stripe_payment_intent=intent)
        reconcile()

    assert Difference.objects.get(kind="not_here").state == "agrees"


def test_what_is_paid_while_the_books_are_compared_is_no_difference(stripe, cleo, acme, monkeypatch):
    class Meanwhile:
        """Stripe, at which somebody pays between its last answer and the end of the comparison."""

        def __getattr__(self, name):
            return getattr(gateway(), name)

        def taken(self, **where):
            yield from list(gateway().taken(**where))
            paid_by_card(stripe, cleo, acme)

    monkeypatch.setattr("billing.services.reconciliation.gateway", Meanwhile)
    reconcile()

    assert (Payment.objects.count(), found()) == (1, [])


def test_what_was_heard_of_days_late_is_no_difference_when_it_is_too_old_to_be_looked_at(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    later = clock.now() + timedelta(days=46)
    Payment.objects.filter(pk=payment.pk).update(created_at=later - timedelta(days=43))

    with clock.held_at(later):
        run = reconcile()

    assert (run.compared, found()) == (0, [])


def test_what_was_taken_on_an_account_that_the_business_had_before_is_asked_of_no_other(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    PaymentAttempt.objects.update(stripe_account="acct_before")
    Payment.objects.update(stripe_payment_intent="pi_before", fee_minor=None)

    with an_hour_on():
        reconcile()
        assert note_missing_fees() == 0

    assert "not_there" not in {row[0] for row in found()}
    payment.refresh_from_db()
    assert payment.fee_minor is None


def test_an_amount_that_differs_is_shown_with_both(stripe, cleo, acme):
    payment = paid_by_card(stripe, cleo, acme)
    Payment.objects.filter(pk=payment.pk).update(amount_minor=900)

    reconcile()

    assert found() == [("amount", 1000, 900, "open")]


def test_an_unknown_outcome_is_settled_within_two_comparisons(stripe, cleo, acme):
    attempt = checkout(cleo, charge(cleo, 1000, "Tart"))
    PaymentAttempt.objects.filter(pk=attempt.pk).update(state="unknown", checkout_session="", checkout_url="")
    stripe.pay(attempt)

    with clock.held_at(clock.now() + timedelta(days=1)):
        reconcile()
        reconcile()

    attempt.refresh_from_db()
    assert (attempt.state, due(cleo)) == ("succeeded", {})
    assert_books_add_up()


def test_one_that_never_reached_stripe_is_settled_too(stripe, cleo, acme):
    tart = charge(cleo, 1000, "Tart")
    stripe.controls.post("faults", kind="500", count=9, match="POST /v1/checkout/sessions")
    with pytest.raises(StripeSilent):
        checkout(cleo, tart)
    stripe.controls.post("faults/clear")
    assert PaymentAttempt.objects.get().state == "unknown"

    with clock.held_at(clock.now() + timedelta(days=1)):
        reconcile()
        reconcile()

    assert (PaymentAttempt.objects.get().state, due(cleo)) == ("expired", {"Tart": 1000})


def test_a_silent_stripe_is_said_to_be_and_asked_again(stripe, cleo, acme):
    stripe.controls.post("faults", kind="500", count=9, match="GET /v1/charges")

    with pytest.raises(ReconciliationSilent):
        reconcile()

    assert Reconciliation.objects.get().failure != ""


def test_nothing_is_explained_without_words_and_nobodys_difference_not_at_all(in_acme):
    with pytest.raises(NoSuchDifference):
        explain(999_999, explanation="Because")
    with pytest.raises(ReasonMissing):
        explain(999_999, explanation="  ")


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2027, 1, 15, 12, 0, tzinfo=UTC), datetime(2027, 1, 16, 3, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, 0, tzinfo=UTC)),  # the clocks go forward
        (datetime(2027, 10, 30, 12, 0, tzinfo=UTC), datetime(2027, 10, 31, 3, 0, tzinfo=UTC)),  # and back
    ],
)
def test_each_connected_business_is_compared_in_its_night_once(stripe, shop, now, night):
    """At three o'clock in Lisbon."""
    with platform_scope(), clock.held_at(now):
        plan_reconciliations()
        plan_reconciliations()
        planned = DueWork.objects.filter(name="billing.reconcile", business_id=shop.id)

        assert [work.due_at for work in planned] == [night]
    with business_scope(shop):
        assert Reconciliation.objects.count() == 0


def _forget(payment: Payment) -> None:
    """As if it had been taken at Stripe without us: no attempt, no payment of that name."""
    Payment.objects.filter(pk=payment.pk).update(stripe_payment_intent="", attempt=None)
    PaymentAttempt.objects.all().update(checkout_session="cs_forgotten")
