from datetime import UTC, datetime

import pytest

from billing.services.payments import PaymentDraft, record_payment
from billing.services.products import ProductDraft, save_product
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.search import search
from tests.billing.bills import issued, line
from tests.cast import customer
from tests.signing_in import sign_in


def found(member, words: str) -> dict[str, list[str]]:
    return {str(group.label): [hit.title for hit in group.hits] for group in search(member, words)}


@pytest.fixture
def sold(in_acme, cleo):
    save_product(draft=ProductDraft(name="Harbour loaf", price=Money(640, "EUR")))
    draft = PaymentDraft(amount=Money(500, "EUR"), method="cash", send_receipt=False)
    return record_payment(contact_id=cleo.customer.contact_id, draft=draft)


def test_contacts_products_and_pages_are_found_together(sold, ada):
    assert found(ada, "harbour") == {"Contacts": ["Cleo van Dam"], "Products": ["Harbour loaf"]}
    assert found(ada, "CLÉO dam") == {"Contacts": ["Cleo van Dam"]}
    assert found(ada, "brand") == {"Pages": ["Brand"]}
    assert found(ada, "new contact") == {"Pages": ["Contact"]}


@pytest.mark.parametrize("words", ["R-00001", "r-1", "1", "00001"])
def test_a_receipt_is_found_by_its_number(sold, ada, words):
    assert found(ada, words)["Payments"] == ["R-00001 · Cleo van Dam"]


@pytest.mark.parametrize("words", ["", "  ", "\0", "nothing like this", "R-99999999999999", "%", "_"])
def test_what_is_not_there_is_not_found(sold, ada, words):
    assert found(ada, words) == {}


def test_an_assistant_finds_no_pages_and_payments_that_are_closed_to_them(sold, ben):
    assert found(ben, "R-00001") == {}
    assert found(ben, "brand") == {}
    assert found(ben, "harbour") == {"Contacts": ["Cleo van Dam"]}


def test_a_group_is_never_long(in_acme, ada):
    for number in range(8):
        customer(f"customer{number}", f"Sam Number{number}")

    assert found(ada, "sam")["Contacts"] == [f"Sam Number{number}" for number in range(6)]


def test_the_stranger_finds_nothing_of_ours(acme, globex, gus, cleo):
    with business_scope(globex):
        assert found(gus, "cleo") == {}


def test_the_page_works_alone_and_htmx_gets_the_hits_only(client, ada, cleo):
    sign_in(client, ada)

    page = client.get("/workspace/search/?q=cleo").content.decode()
    part = client.get("/workspace/search/?q=cleo", HTTP_HX_REQUEST="true")

    assert "<html" in page
    assert 'value="cleo"' in page
    assert "Cleo van Dam" in page
    assert "<html" not in part.content.decode()
    assert "Cleo van Dam" in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_words_are_shown_as_they_were_typed_and_no_more(client, ada):
    sign_in(client, ada)

    page = client.get("/workspace/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "Nothing found for “&lt;script&gt;" in page


def test_a_search_asks_once_for_each_source(sold, ada, django_assert_num_queries):
    with django_assert_num_queries(4):
        search(ada, "harbour")


@pytest.mark.parametrize("words", ["2026-0001", "0001"])
def test_an_invoice_is_found_by_its_number_by_who_may_see_it(in_acme, cleo, ada, ben, words):
    with clock.held_at(datetime(2026, 6, 10, tzinfo=UTC)):
        issued(cleo.customer.contact, line(1000))

    assert found(ada, words)["Invoices"] == ["2026-0001 · Cleo van Dam"]
    assert "Invoices" not in found(ben, words)
