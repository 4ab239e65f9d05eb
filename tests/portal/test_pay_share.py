"""Deposit, everything or another amount: what the Pay page offers, and what a forged form changes."""

import pytest
from django.urls import reverse

from billing.models import PayingRules, PaymentAttempt
from billing.services.checkout import Wish
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.permission_billing import payment_of
from tests.portal.furnishing import charge
from tests.portal.test_pay import acme, connected  # noqa: F401 fixtures
from tests.signing_in import sign_in


@pytest.fixture
def asked(monkeypatch) -> list[Wish]:
    """What the rule was asked for, in place of Stripe."""
    calls = []

    def note(wish):
        calls.append(wish)
        return PaymentAttempt(checkout_url="https://pay.example/cs_1")

    monkeypatch.setattr("customer_portal.views.pay.start_checkout", note)
    return calls


def test_a_deposit_is_offered_where_one_is_asked(connected, portal, acme, contact_id):  # noqa: F811
    charge(acme, contact_id, "Wedding cake", 48_000, deposit=Money(14_400, "EUR"))
    charge(acme, contact_id)

    page = portal.get("/pay/").content.decode()

    assert "Deposit asked now: €144.00" in page
    assert '<span class="money" data-selection-total="deposit">€144.00</span>' in page
    assert 'name="share" value="full" checked' in page


def test_no_deposit_is_offered_where_none_is_asked(connected, portal, acme, contact_id):  # noqa: F811
    charge(acme, contact_id)

    assert 'value="deposit"' not in portal.get("/pay/").content.decode()


def test_a_part_is_not_offered_where_the_business_takes_none(connected, portal, acme, contact_id):  # noqa: F811
    charge(acme, contact_id)
    with business_scope(acme):
        PayingRules(pk=1, allows_part=False).save()

    assert 'value="other"' not in portal.get("/pay/").content.decode()


def test_the_credit_that_was_used_is_named(connected, portal, acme, contact_id):  # noqa: F811
    with business_scope(acme):
        payment_of(contact_id)
    charge(acme, contact_id)

    assert "€5.00 credit was used" in portal.get("/pay/").content.decode()


def test_what_a_form_says_a_deposit_is_counts_for_nothing(connected, portal, acme, contact_id, asked):  # noqa: F811
    cake = charge(acme, contact_id, "Wedding cake", 48_000, deposit=Money(14_400, "EUR"))

    answer = portal.post("/pay/", {"item": cake.pk, "share": "deposit", "amount": "0.01", "deposit": "1"})

    assert answer.headers["Location"] == "https://pay.example/cs_1"
    assert (str(asked[0].amount), asked[0].saves_card) == ("Share.DEPOSIT", False)


def test_only_the_tick_has_a_card_kept(connected, portal, acme, contact_id, asked):  # noqa: F811
    sent = {"item": charge(acme, contact_id).pk, "share": "full"}
    portal.post("/pay/", sent)
    portal.post("/pay/", {**sent, "save": "on"})

    assert [wish.saves_card for wish in asked] == [False, True]


def test_a_part_that_is_forged_past_the_limits_is_refused_with_what_was_typed(connected, portal, acme, contact_id):  # noqa: F811
    cake = charge(acme, contact_id, "Wedding cake", 48_000)
    with business_scope(acme):
        PayingRules(pk=1, least_minor=2000).save()

    answer = portal.post("/pay/", {"item": cake.pk, "share": "other", "amount": "19.99"})

    page = answer.content.decode()
    assert (answer.status_code, "The smallest part that can be paid is €20.00." in page) == (422, True)
    assert 'value="19.99"' in page
    with business_scope(acme):
        assert not PaymentAttempt.objects.exists()


def test_the_settings_keep_what_was_typed_and_say_what_is_wrong(client, ada):
    sign_in(client, ada)
    sent = {"deposit_kind": "amount", "least": "-1", "deposit": ""}

    page = client.post(reverse("billing:paying_settings"), sent)

    text = page.content.decode()
    assert page.status_code == 422
    assert "An amount cannot be below nothing." in text
    assert "Say how much." in text
    assert 'value="-1"' in text


def test_the_settings_are_kept(client, ada, acme):  # noqa: F811
    sign_in(client, ada)
    sent = {"deposit_kind": "percent", "deposit_percent": "25", "least": "20", "deposit_above": "100"}

    client.post(reverse("billing:paying_settings"), sent)

    with business_scope(acme):
        rules = PayingRules.objects.get()
    assert (rules.allows_part, rules.least_minor, rules.deposit_above_minor) == (False, 2000, 10_000)
    assert (rules.deposit_kind, rules.deposit_percent) == ("percent", 25)
