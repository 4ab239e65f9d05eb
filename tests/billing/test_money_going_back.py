"""Money that is on its way back lies still until it has gone, or has not."""

import pytest

from billing.gateway.protocol import Refund
from billing.models import Payment
from billing.selectors.given_back import refunded_minor
from billing.services.charges import void_charge
from billing.services.refunds import RefundDraft, follow_refunds, give_back
from tests.billing.books import assert_books_add_up, charge, due, money, pay


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
