"""Invoices through the API: what pages do, to the cent."""

import pytest

from billing.models import Invoice, RefundOrder
from billing.selectors.accounts import balance_of
from crm.models import Contact
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.bills import issued, line, only_charge


@pytest.fixture
def contact_id(acme, cleo) -> int:
    return cleo.customer.contact_id


def euros(minor: int) -> dict:
    return {"amount_minor": minor, "currency": "EUR"}


CAKE = {"description": "Cake", "unit_price": euros(4500), "discount_percent": "10", "tax_rate": "20"}


def test_an_invoice_is_drafted_issued_and_credited(program, acme, contact_id):
    with business_scope(acme):
        tart = books.charge(Contact.objects.get(pk=contact_id), 1000, "Tart").pk
    draft = program.post(f"contacts/{contact_id}/invoices/", {"charge_ids": [tart], "lines": [CAKE], "notes": "Thanks"})
    made = draft.json()
    assert (draft.status_code, draft["Location"]) == (201, f"/api/v1/invoices/{made['id']}/")
    assert (made["state"], made["number"], made["amount"]["amount_minor"], made["document"]) == (
        "draft",
        "",
        5860,
        None,
    )

    shown = program.post(f"invoices/{made['id']}/issue/").json()
    note = program.post(
        f"invoices/{made['id']}/credit-notes/",
        {"reason": "Burnt", "amounts": [{"charge_id": tart, "amount": euros(400)}]},
    ).json()

    assert (shown["state"], shown["number"][4:], shown["due"]["amount_minor"]) == ("issued", "-0001", 5860)
    assert shown["document"]["totals"]["gross_minor"] == 5860
    assert (note["kind"], note["corrects_id"], note["amount"]["amount_minor"]) == ("credit_note", made["id"], 400)
    assert program.get("invoices/?state=open").json()["results"][0]["due"]["amount_minor"] == 5460
    assert program.get(f"invoices/{note['id']}/").json() == note
    with business_scope(acme):
        assert balance_of(contact_id) == books.money(5460)
        books.assert_books_add_up()


def test_refusals_say_where_and_change_nothing(program, acme, contact_id, carl):
    with business_scope(acme):
        his = books.charge(carl.customer.contact, 1000).pk
    address = f"contacts/{contact_id}/invoices/"
    empty = program.post(address, {}).json()["id"]

    both = program.post(address, {"lines": [{**CAKE, "discount": euros(1)}]})
    assert [
        both.status_code,
        program.post(address, {"charge_ids": [his]}).status_code,
        program.post(f"invoices/{empty}/issue/").json()["code"],
        program.post(f"invoices/{empty}/credit-notes/", {"reason": "Why"}).json()["code"],
    ] == [422, 404, "nothing_to_invoice", "not_creditable"]

    with business_scope(acme):
        assert list(Invoice.objects.values_list("state", flat=True)) == ["draft"]


def test_a_key_that_may_only_read_invoices_issues_none(with_scopes, acme, contact_id):
    with business_scope(acme):
        number = issued(Contact.objects.get(pk=contact_id), line()).number
    reader = with_scopes("invoices:read")

    assert reader.get("invoices/").json()["results"][0]["number"] == number
    assert reader.post(f"contacts/{contact_id}/invoices/", {"lines": [CAKE]}).status_code == 403
    with business_scope(acme):
        assert Invoice.objects.count() == 1


def test_a_key_for_invoices_gives_no_money_back_and_a_charge_named_twice_is_refused(with_scopes, acme, contact_id):
    with business_scope(acme):
        contact = Contact.objects.get(pk=contact_id)
        invoice = issued(contact, line())
        books.pay(contact, 1000)
        part = {"charge_id": only_charge(invoice), "amount": euros(300)}
    credit_notes = f"invoices/{invoice.pk}/credit-notes/"
    body = {"reason": "Burnt", "amounts": [part], "is_refunded": True}

    refused = with_scopes("invoices:write").post(credit_notes, body)
    twice = with_scopes("invoices:write").post(credit_notes, {"reason": "Burnt", "amounts": [part, part]})

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert (twice.status_code, list(twice.json()["fields"])) == (422, ["amounts"])
    with business_scope(acme):
        assert (Invoice.objects.count(), RefundOrder.objects.count()) == (1, 0)
    assert with_scopes("invoices:write", "payments:refund").post(credit_notes, body).status_code == 201
    with business_scope(acme):
        assert RefundOrder.objects.get().amount_minor == 300


def test_another_businesss_invoice_is_like_none(stranger, acme, contact_id):
    with business_scope(acme):
        invoice = issued(Contact.objects.get(pk=contact_id), line())

    assert stranger.get(f"invoices/{invoice.pk}/").status_code == 404
