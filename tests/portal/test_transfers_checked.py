"""The team's pages about transfers: the list to check, a reference that leads on, what is confirmed and declined."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from billing.models import Payment, TransferNotice
from billing.references import grouped, reference_of
from billing.services.invoice_drafts import InvoiceDraft
from billing.services.invoices import invoice_directly
from crm.models import StoredFile
from tenants.kernel.scope import business_scope
from tests.billing.bills import line
from tests.permission_paying import transfer_of
from tests.signing_in import sign_in


@pytest.fixture
def books(client, ada) -> Client:
    sign_in(client, ada)
    return client


@pytest.fixture
def cleos(contact_id) -> int:
    return contact_id


@pytest.fixture
def notice(acme, cleo, cleos, media) -> int:
    with business_scope(acme):
        return transfer_of(cleos, cleo)["notice_id"]


def state(acme) -> tuple[str, int]:
    with business_scope(acme):
        return TransferNotice.objects.get().state, Payment.objects.count()


def test_what_waits_is_listed_and_on_the_home_page(books, notice):
    assert "slip.txt" in books.get("/workspace/transfers/").content.decode()
    assert "1 transfer to check" in books.get("/workspace/").content.decode()


def test_a_reference_leads_to_the_transfer_it_is_awaited_for(books, notice, cleos):
    answer = books.get("/workspace/transfers/", {"reference": f"Credit {grouped(reference_of(cleos))} from C van Dam"})

    assert answer.headers["Location"] == f"/workspace/transfers/{notice}/"


def test_a_reference_leads_to_recording_a_payment_where_none_is_awaited(books, cleos):
    answer = books.get("/workspace/transfers/", {"reference": reference_of(cleos)})
    form = books.get(answer.headers["Location"]).content.decode()

    assert answer.headers["Location"] == f"/workspace/contacts/{cleos}/payments/new/?reference={reference_of(cleos)}"
    assert f'value="{reference_of(cleos)}"' in form


def test_the_number_of_an_invoice_which_its_paper_names_leads_there_too(acme, books, cleos):
    with business_scope(acme):
        number = invoice_directly(contact_id=cleos, draft=InvoiceDraft(lines=[line(1000)])).number

    answer = books.get("/workspace/transfers/", {"reference": f"SEPA credit, invoice {number}."})

    assert answer.headers["Location"].startswith(f"/workspace/contacts/{cleos}/payments/new/?reference=SEPA")


def test_a_reference_of_nobody_is_said_to_be_that(books, cleos):
    page = books.get("/workspace/transfers/", {"reference": reference_of(cleos + 5000)})

    assert "No contact of yours has this reference" in page.content.decode()


def test_it_is_confirmed_once(books, acme, notice):
    sent = {"amount": "6.40", "received_on": "2026-03-02"}

    for _time in range(2):
        books.post(f"/workspace/transfers/{notice}/", sent)

    assert state(acme) == ("confirmed", 1)
    with business_scope(acme):
        assert Payment.objects.get().proof.name == "slip.txt"


def test_it_is_declined_with_words_or_not_at_all(books, acme, notice):
    empty = books.post(f"/workspace/transfers/{notice}/decline/", {"reason": ""})
    assert (empty.status_code, state(acme)) == (422, ("waiting", 0))

    books.post(f"/workspace/transfers/{notice}/decline/", {"reason": "Not on our statement"})

    assert state(acme) == ("declined", 0)
    assert "Not on our statement" in books.get("/workspace/transfers/?state=declined").content.decode()


def test_a_payment_by_hand_keeps_its_proof(books, acme, cleos, media):
    sent = {
        "amount": "5",
        "method": "cheque",
        "received_on": "2026-03-02",
        "proof": SimpleUploadedFile("c.pdf", b"%PDF-1"),
    }
    key = {"request_key": "11111111-1111-4111-8111-111111111111"}

    answer = books.post(f"/workspace/contacts/{cleos}/payments/new/", {**sent, **key})

    page = books.get(answer.headers["Location"]).content.decode()
    with business_scope(acme):
        kept = StoredFile.objects.get()
    assert (kept.name, kept.is_shown, "See the file" in page) == ("c.pdf", False, True)


def test_a_proof_that_is_not_taken_stands_beside_its_field(books, acme, cleos, media):
    key = {"request_key": "11111111-1111-4111-8111-111111111111"}
    sent = {"amount": "5", "method": "cash", "received_on": "2026-03-02", "proof": SimpleUploadedFile("c.exe", b"MZ\0")}

    page = books.post(f"/workspace/contacts/{cleos}/payments/new/", {**sent, **key})

    assert (page.status_code, "no kind of file that is kept here" in page.content.decode()) == (422, True)
    with business_scope(acme):
        assert not Payment.objects.exists()
