"""Choosing what to pay, without a browser and without Stripe: what is offered, what is refused, what is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.models import AttemptItem, AutopayRules, PaymentAttempt
from billing.services.charges import ChargeDraft, add_charge
from billing.services.rates import set_rate
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.portal.furnishing import charge


@pytest.fixture
def acme(acme, request):
    """Acme; it takes payments online in the tests that ask for ``connected``."""
    if "connected" in request.fixturenames:
        return change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)
    return acme


@pytest.fixture
def connected(acme):
    return acme


def begin(acme, contact_id, charge, minor, state="open", **more) -> PaymentAttempt:
    """A payment that the customer has begun on Stripe's page."""
    with business_scope(acme):
        attempt = PaymentAttempt.objects.create(
            contact_id=contact_id,
            amount_minor=minor,
            currency=charge.currency,
            state=state,
            idempotency_key=f"key-{charge.pk}",
            checkout_session=f"cs_{charge.pk}",
            checkout_url="https://pay.example/cs_1",
            **{"expires_at": clock.now() + timedelta(minutes=50)} | more,
        )
        AttemptItem.objects.create(attempt=attempt, charge=charge, amount_minor=minor)
        return attempt


def ticked(page: str) -> list[str]:
    """What each box on the page is worth and whether it is ticked."""
    boxes = [line for line in page.splitlines() if "data-selection-item" in line]
    states = ["disabled" if " disabled" in box else "ticked" if " checked" in box else "" for box in boxes]
    amounts = [box.split('data-amount="')[1].split('"')[0] for box in boxes]
    return [f"{amount} {state}".strip() for amount, state in zip(amounts, states, strict=True)]


def test_everything_is_ticked_at_first(connected, portal, acme, contact_id):
    charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)

    assert ticked(portal.get("/pay/").content.decode()) == ["640 ticked", "48000 ticked"]


def test_what_was_chosen_for_a_payment_that_is_not_finished_stays_chosen(connected, portal, acme, contact_id):
    rye = charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)
    begin(acme, contact_id, rye, 640)

    page = portal.get("/pay/").content.decode()

    assert ticked(page) == ["640 ticked", "48000"]
    assert "your selection of €6.40 is kept" in page
    assert 'href="https://pay.example/cs_1"' in page


def test_a_payment_in_another_currency_that_is_not_finished_leaves_the_choice_here_alone(
    connected, portal, acme, contact_id
):
    charge(acme, contact_id)
    with business_scope(acme):
        set_rate(currency="USD", rate=Decimal("0.9"))
        abroad = ChargeDraft(description="Consulting", unit_price=Money(5_000, "USD"))
        begin(acme, contact_id, add_charge(contact_id=contact_id, draft=abroad), 5_000)

    page = portal.get("/pay/").content.decode()

    assert (ticked(page), 'value="50.00"' in page) == (["640 ticked"], False)


def test_a_card_is_saved_only_by_the_customers_tick_which_is_kept(connected, portal, acme, contact_id):
    charge(acme, contact_id)
    tick = '<input class="check" type="checkbox" name="save" value="on"{}>'
    asked = portal.post("/pay/", {"share": "full", "save": "on"}).content.decode()
    with business_scope(acme):
        AutopayRules.objects.create(pk=1, is_offered=False)

    assert tick.format(" checked") in asked
    assert 'name="save"' not in portal.get("/pay/").content.decode()


def test_a_part_that_was_chosen_stays_in_its_field(connected, portal, acme, contact_id):
    rye = charge(acme, contact_id)
    begin(acme, contact_id, rye, 250)

    page = portal.get("/pay/").content.decode()

    assert 'name="share" value="other" checked' in page
    assert 'value="2.50"' in page


@pytest.mark.parametrize(
    "ended", [{"state": "expired"}, {"state": "failed"}, {"expires_at": clock.now() - timedelta(minutes=1)}]
)
def test_a_payment_that_cannot_be_finished_is_not_offered(connected, portal, acme, contact_id, ended):
    rye = charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)
    begin(acme, contact_id, rye, 640, **ended)

    page = portal.get("/pay/").content.decode()

    assert ticked(page) == ["640 ticked", "48000 ticked"]
    assert "Go on paying" not in page


def test_another_customers_payment_is_not_offered(connected, portal, acme, carl, contact_id):
    with business_scope(acme):
        carls = carl.customer.contact_id
    begin(acme, carls, charge(acme, carls), 640)
    charge(acme, contact_id, "Wedding cake", 48000)

    assert "Go on paying" not in portal.get("/pay/").content.decode()


def test_what_a_bank_is_transferring_cannot_be_ticked_again(connected, portal, acme, contact_id):
    begin(acme, contact_id, charge(acme, contact_id), 640, state="processing")
    charge(acme, contact_id, "Wedding cake", 48000)

    page = portal.get("/pay/").content.decode()

    assert ticked(page) == ["640 disabled", "48000 ticked"]
    assert "Payment on its way" in page


def test_the_page_learns_from_the_server_how_amounts_are_written(connected, portal, acme, contact_id):
    charge(change_business(acme.id, locale="en_PT"), contact_id)

    page = portal.get("/pay/").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert 'data-sample="9 999 999 999 999,99 €"' in page


def test_paying_nothing_is_refused_and_says_so(connected, portal, acme, contact_id):
    charge(acme, contact_id)

    answer = portal.post("/pay/", {"share": "full"})

    assert answer.status_code == 422
    assert "Tick at least one item." in answer.content.decode()


def test_another_amount_that_is_no_amount_keeps_the_selection(connected, portal, acme, contact_id):
    one = charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)

    page = portal.post("/pay/", {"item": one.pk, "share": "other", "amount": "ten"}).content.decode()
    empty = portal.post("/pay/", {"item": one.pk, "share": "other", "amount": " "}).content.decode()

    assert "Say how much you want to pay." in empty
    assert "is not an amount of money" in page
    assert ticked(page) == ["640 ticked", "48000"]
    assert 'value="ten"' in page


def test_another_customers_charge_cannot_be_paid(connected, portal, acme, carl, contact_id):
    with business_scope(acme):
        carls = carl.customer.contact_id
    foreign = charge(acme, carls)
    charge(acme, contact_id)

    answer = portal.post("/pay/", {"item": foreign.pk, "share": "full"})

    assert answer.status_code == 422
    assert "has been paid or changed meanwhile" in answer.content.decode()


def test_without_stripe_the_page_says_whom_to_ask_and_offers_nothing_that_would_fail(portal, acme, contact_id):
    one = charge(acme, contact_id, reason="Ordered by phone")

    page = portal.get("/pay/").content.decode()
    answer = portal.post("/pay/", {"item": one.pk, "share": "full"})

    assert "Please ask Acme Bakery how to pay." in page
    assert "Ordered by phone" in page
    assert "Continue" not in page
    assert answer.status_code == 409
    assert "does not take payments online yet" in answer.content.decode()
