"""The portal as a customer meets it, without a browser."""

import pytest

from billing.gateway.protocol import Dispute, Refund
from billing.services.charges import ChargeDraft, add_charge, void_charge
from billing.services.payments import PaymentDraft, record_payment
from billing.services.reversals import note_dispute, note_refunds
from crm.models import Customer
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.permission_quotes import quote_of
from tests.portal.furnishing import charge
from tests.signing_in import sign_in


def test_home_says_what_is_owed_and_offers_to_pay(portal, acme, contact_id):
    acme = change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)
    charge(acme, contact_id)
    charge(acme, contact_id, "Wedding cake", 48000)

    page = portal.get("/").content.decode()

    assert "Cleo van Dam, you owe" in page
    assert "€486.40" in page
    assert "Pay now" in page


def test_nothing_offers_to_pay_where_nothing_can_be_paid(portal, acme, contact_id):
    charge(acme, contact_id)

    pages = "".join(portal.get(path).content.decode() for path in ("/", "/account/"))

    assert "See what is open" in pages
    assert "Pay now" not in pages


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


def test_the_account_of_somebody_new_says_what_will_be_there_and_asks_for_no_dates(portal, acme, contact_id):
    empty = portal.get("/account/").content.decode()
    charge(acme, contact_id)
    long_ago = portal.get("/account/?since=2020-01-01&until=2020-12-31").content.decode()

    assert "Nothing on your account yet" in empty
    assert 'name="since"' not in empty
    assert "Nothing between these days" in long_ago


def test_the_account_says_who_put_something_on_it_and_why_it_was_taken_off(portal, acme, ada, contact_id):
    with business_scope(acme):
        draft = ChargeDraft(description="Rye bread", unit_price=Money(640, "EUR"), reason="Ordered by phone")
        void_charge(charge_id=add_charge(contact_id=contact_id, draft=draft, added_by=ada).pk, reason="Never baked")

    page = portal.get("/account/").content.decode()

    assert "Added by Ada Lindqvist" in page
    assert page.count("Ordered by phone") == 1
    assert "Taken off your account: Never baked" in page
    assert "All settled." in page


@pytest.mark.parametrize("query", ["since=2026-02-31", "since=x&until=y", "since=9999-99-99"])
def test_days_that_no_calendar_has_are_answered_with_the_usual_ones(portal, query):
    assert portal.get(f"/account/?{query}").status_code == 200


def test_a_payment_that_went_back_is_not_called_paid_where_it_is_listed(portal, client, acme, ada, contact_id):
    with business_scope(acme):
        draft = PaymentDraft(amount=Money(1000, "EUR"), method="cash", send_receipt=False)
        given, taken = (record_payment(contact_id=contact_id, draft=draft) for _ in range(2))
        note_refunds(given, [Refund("re_1", 400, "succeeded")])
        note_dispute(taken, Dispute(id="dp_1", intent="pi_1", minor=1000, is_withdrawn=True, is_reinstated=False))

    last = portal.get("/").content.decode().partition("Last payments")[2]
    receipt = portal.get(f"/receipts/{taken.pk}/").content.decode()
    sign_in(client, ada)
    listed = client.get("/workspace/payments/").content.decode()
    overview = client.get(f"/workspace/contacts/{contact_id}/").content.decode()

    assert [words for words in ("Taken back by your bank", "Partly given back") if words not in last] == []
    assert "Taken back by your bank" in receipt
    assert ">Paid<" not in last.replace(" ", "").replace("\n", "")
    assert [words for words in ("Taken back by the bank", "Partly given back") if words not in listed] == []
    assert "Taken back by the bank" in overview


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


@pytest.mark.parametrize(("path", "most"), [("/", 13), ("/pay/", 15), ("/account/", 10), ("/information/", 8)])
def test_a_page_asks_the_database_no_more_than_this(
    portal, acme, contact_id, path, most, django_assert_max_num_queries
):
    for number in range(12):
        charge(acme, contact_id, f"Bread {number}")
    with business_scope(acme):
        quote_of(contact_id)
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


def test_whoever_may_see_no_quotes_sees_none_in_the_preview_either(client, ada, ben, acme, contact_id):
    with business_scope(acme):
        quote_of(contact_id)

    pages = []
    for member in (ada, ben):
        sign_in(client, member)
        pages.append(client.get(f"/workspace/contacts/{contact_id}/portal/").content.decode())

    assert ["A quote waits" in page for page in pages] == [True, False]
    assert all("Cleo van Dam" in page for page in pages)
