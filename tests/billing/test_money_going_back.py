"""Money that is on its way back lies still until it has gone, or has not."""

import pytest

from billing.gateway.protocol import Dispute, Refund
from billing.models import AttemptItem, Payment, PaymentAttempt
from billing.selectors.given_back import refunded_minor
from billing.selectors.profit import profit
from billing.selectors.statements import Period
from billing.services.charges import void_charge
from billing.services.refunds import RefundDraft, follow_refunds, give_back
from billing.services.reversals import note_dispute, note_refunds
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tests.billing.bills import credited, issued, line
from tests.billing.books import assert_books_add_up, charge, due, money, pay

ENDS = ("succeeded", "failed")


def disputed(payment: Payment, *, won: bool) -> Dispute:
    return Dispute(
        id="dp_1", intent="pi_1", minor=payment.amount_minor, is_withdrawn=True, is_reinstated=won, state="x"
    )


@pytest.mark.parametrize(("state", "left"), [("succeeded", {"Bun": 700}), ("failed", {})])
def test_money_on_its_way_back_pays_for_nothing_unless_it_fails(cleo, state, left):
    tart, payment = charge(cleo, 1000, "Tart"), pay(cleo, 1000)
    Payment.objects.filter(pk=payment.pk).update(stripe_payment_intent="pi_1", method="card")
    void_charge(charge_id=tart.pk, reason="Burnt")
    order = give_back(payment.pk, draft=RefundDraft(amount=money(1000), reason="Burnt"))
    charge(cleo, 700, "Bun")
    assert due(cleo) == {"Bun": 700}
    assert_books_add_up()

    follow_refunds(payment, [Refund(id="re_1", minor=1000, state=state, reference=str(order.pk))])

    assert (due(cleo), dict(refunded_minor([cleo.pk]))) == (left, {})
    assert_books_add_up()


@pytest.mark.parametrize("kind", ["refund", "dispute"])
def test_a_page_is_closed_that_asks_for_what_money_that_came_again_has_paid(cleo, kind):
    tart, payment = charge(cleo, 1000, "Tart"), pay(cleo, 1000)
    going_and_coming = {
        "refund": [lambda state=state: note_refunds(payment, [Refund("re_1", 1000, state)]) for state in ENDS],
        "dispute": [lambda won=won: note_dispute(payment, disputed(payment, won=won)) for won in (False, True)],
    }[kind]
    going_and_coming[0]()
    attempt = PaymentAttempt.objects.create(
        contact=cleo, amount_minor=1000, currency="EUR", state="created", expires_at=clock.now()
    )
    AttemptItem.objects.create(attempt=attempt, charge=tart, amount_minor=1000)
    going_and_coming[1]()

    assert (due(cleo), DueWork.objects.get(name="billing.retire_attempt").kwargs) == ({}, {"attempt_id": attempt.pk})


def test_what_several_payments_of_a_credited_invoice_give_back_was_never_paid_for_anything_else(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    pay(cleo, 600)
    pay(cleo, 400)
    charge(cleo, 700, "Bun")
    credited(invoice, is_refunded=True)

    today = clock.today("Europe/Lisbon")
    found = profit(Period(today, today), way="month", member=User(kind="member", role="owner"))
    assert (due(cleo), dict(refunded_minor([cleo.pk])), found.total.profit) == ({"Bun": 700}, {}, money(700))
    assert_books_add_up()
