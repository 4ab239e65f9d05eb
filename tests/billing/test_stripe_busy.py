"""Stripe is busy with the same thing: it is asked again for a while, under the same key, before anybody has to wait."""

import pytest

from billing.errors import StripeSilent
from billing.gateway import calling
from billing.models import PaymentAttempt
from tests.billing.books import charge
from tests.billing.stripe_world import checkout

SESSIONS = "POST /v1/checkout/sessions"


@pytest.fixture
def tart(stripe, cleo):
    return charge(cleo, 1000, "Tart")


@pytest.mark.parametrize("busy", ["in_use", "lock_timeout"])
def test_while_stripe_is_busy_with_the_same_click_it_is_asked_again_under_the_same_key(stripe, cleo, tart, busy):
    before = len(stripe.objects("checkout.session"))
    stripe.controls.post("faults", kind=busy, count=3, match=SESSIONS)

    attempt = checkout(cleo, tart)

    asked = [
        one for one in stripe.controls.get("requests")["data"] if one["idempotency_key"] == attempt.idempotency_key
    ]
    assert (attempt.state, [one["status"] for one in asked][-1], len(asked)) == ("open", 200, 4)
    assert len(stripe.objects("checkout.session")) == before + 1


def test_who_stripe_keeps_waiting_for_too_long_is_told_and_pays_on_the_one_page_later(stripe, cleo, tart, monkeypatch):
    monkeypatch.setattr(calling, "BUSY_SECONDS", 0.1)
    before = len(stripe.objects("checkout.session"))
    stripe.controls.post("faults", kind="in_use", count=3, match=SESSIONS)

    with pytest.raises(StripeSilent):
        checkout(cleo, tart)

    assert (PaymentAttempt.objects.get().state, len(stripe.objects("checkout.session"))) == ("unknown", before)
    stripe.controls.post("faults/clear")
    assert (checkout(cleo, tart), len(stripe.objects("checkout.session"))) == (PaymentAttempt.objects.get(), before + 1)
