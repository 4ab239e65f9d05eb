"""The portal as a customer meets it, without a browser."""

import pytest
from django.test import Client

from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from crm.models import Customer
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.signing_in import sign_in


@pytest.fixture
def contact_id(acme, cleo) -> int:
    with business_scope(acme):
        Customer.objects.update(details_reviewed_at=clock.now())
        return cleo.customer.contact_id


@pytest.fixture
def portal(client, cleo, contact_id) -> Client:
    sign_in(client, cleo)
    return client


def charge(acme, contact_id, description="Rye bread", minor=640, **more):
    with business_scope(acme):
        draft = ChargeDraft(description=description, unit_price=Money(minor, "EUR"), **more)
        return add_charge(contact_id=contact_id, draft=draft)


def test_home_says_what_is_owed_and_offers_to_pay(portal, acme, contact_id):
    charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)

    page = portal.get("/").content.decode()

    assert "Cleo van Dam, you owe" in page
    assert "€486.40" in page
    assert "Pay now" in page


def test_home_of_somebody_who_owes_nothing_has_no_button_to_pay(portal):
    page = portal.get("/").content.decode()

    assert "nothing is due" in page
    assert "Pay now" not in page


def test_credit_is_shown_and_not_asked_for(portal, acme, contact_id):
    with business_scope(acme):
        draft = PaymentDraft(amount=Money(2000, "EUR"), method="cash", send_receipt=False)
        record_payment(contact_id=contact_id, draft=draft)

    page = portal.get("/").content.decode()

    assert "You have €20.00 credit" in page


def test_somebody_new_looks_over_their_details_first_and_may_put_it_off(client, acme, cleo):
    sign_in(client, cleo)

    assert client.get("/").url == "/information/"
    assert client.post("/information/", {"later": "1"}).url == "/"
    assert client.get("/").status_code == 200
    with business_scope(acme):
        assert Customer.objects.get(user=cleo).details_reviewed_at is None


def test_details_once_confirmed_carry_their_day(client, acme, cleo):
    sign_in(client, cleo)

    client.post("/information/")

    with business_scope(acme):
        assert Customer.objects.get(user=cleo).details_reviewed_at is not None
    assert "You looked it over on" in client.get("/information/").content.decode()


def test_internal_notes_and_costs_never_reach_the_portal(portal, acme, contact_id):
    from crm.services.notes import add_note

    with business_scope(acme):
        add_note(contact_id, body="MARKER-NOTE", author=None)
    charge(acme, contact_id, cost=Money(7777, "EUR"))

    pages = "".join(portal.get(path).content.decode() for path in ("/", "/pay/", "/account/", "/information/"))

    assert "MARKER-NOTE" not in pages
    assert "77.77" not in pages


def test_the_account_shows_each_line_with_its_balance(portal, acme, contact_id):
    charge(acme, contact_id, "Rye bread", 1000, reason="Ordered by phone")
    with business_scope(acme):
        draft = PaymentDraft(amount=Money(400, "EUR"), method="cash", send_receipt=False)
        record_payment(contact_id=contact_id, draft=draft)

    page = portal.get("/account/").content.decode()

    assert "Ordered by phone" in page
    assert "€6.00" in page
    assert "You owe €6.00." in page


@pytest.mark.parametrize("query", ["since=2026-02-31", "since=x&until=y", "since=9999-99-99"])
def test_days_that_no_calendar_has_are_answered_with_the_usual_ones(portal, query):
    assert portal.get(f"/account/?{query}").status_code == 200


def test_paying_nothing_is_refused_and_says_so(portal, acme, contact_id):
    charge(acme, contact_id)

    answer = portal.post("/pay/", {"share": "full"})

    assert answer.status_code == 422
    assert "Tick at least one item." in answer.content.decode()


def test_another_amount_that_is_no_amount_keeps_the_selection(portal, acme, contact_id):
    one = charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)

    page = portal.post("/pay/", {"item": one.pk, "share": "other", "amount": "ten"}).content.decode()

    assert "is not an amount of money" in page
    assert page.count('data-selection-item data-amount="640" checked') == 1
    assert 'data-amount="48000" checked' not in page
    assert 'value="ten"' in page


def test_another_customers_charge_cannot_be_paid(portal, acme, carl, contact_id):
    with business_scope(acme):
        carls = carl.customer.contact_id
    foreign = charge(acme, carls)
    charge(acme, contact_id)

    answer = portal.post("/pay/", {"item": foreign.pk, "share": "full"})

    assert answer.status_code == 422
    assert "has been paid or changed meanwhile" in answer.content.decode()


def test_without_stripe_the_page_says_whom_to_ask(portal, acme, contact_id):
    one = charge(acme, contact_id)

    answer = portal.post("/pay/", {"item": one.pk, "share": "full"})

    assert answer.status_code == 409
    assert "does not take payments online yet" in answer.content.decode()


def test_a_receipt_is_a_page_and_a_pdf(portal, acme, contact_id):
    charge(acme, contact_id, "Rye bread", 1000)
    with business_scope(acme):
        draft = PaymentDraft(amount=Money(1000, "EUR"), method="cash", send_receipt=False)
        payment = record_payment(contact_id=contact_id, draft=draft)

    page = portal.get(f"/receipts/{payment.pk}/").content.decode()
    pdf = portal.get(f"/receipts/{payment.pk}/receipt.pdf")

    assert "R-00001" in page
    assert "Rye bread" in page
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(("path", "most"), [("/", 9), ("/pay/", 8), ("/account/", 8), ("/information/", 8)])
def test_a_page_asks_the_database_no_more_than_this(
    portal, acme, contact_id, path, most, django_assert_max_num_queries
):
    for number in range(12):
        charge(acme, contact_id, f"Bread {number}")
    portal.get(path)

    with django_assert_max_num_queries(most):
        portal.get(path)


def test_the_team_sees_the_portal_as_the_customer_does_and_can_press_nothing(client, ada, acme, contact_id):
    charge(acme, contact_id)
    sign_in(client, ada)

    page = client.get(f"/workspace/contacts/{contact_id}/portal/").content.decode()

    assert "Cleo van Dam, you owe" in page
    assert page.count(" inert") == 4
    assert client.get("/workspace/portal/").url == f"/workspace/contacts/{contact_id}/portal/"
