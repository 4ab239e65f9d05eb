"""Paying by transfer in the portal: where to send it, what is said of it, and what a forged form changes."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import InvoicingRules, TransferNotice
from billing.references import grouped, reference_of
from crm.models import StoredFile
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.portal.furnishing import charge

IBAN = "PT50000201231234567890154"


@pytest.fixture
def bank(acme) -> None:
    with business_scope(acme):
        InvoicingRules(pk=1, bank_holder="Acme Bakery Lda", iban=IBAN, bic="BCOMPTPL").save()


def sent(*charges, **facts) -> dict:
    usual = {"request_key": uuid.uuid4(), "amount": "6.40", "sent_on": "2026-03-02"}
    return {"item": [one.pk for one in charges], **usual, **facts}


@pytest.fixture
def today():
    with clock.held_at(datetime(2026, 3, 3, 12, tzinfo=UTC)):
        yield


def notices(acme) -> list[TransferNotice]:
    with business_scope(acme):
        return list(TransferNotice.objects.select_related("proof"))


def test_without_bank_details_there_is_no_transfer(portal, acme, contact_id):
    charge(acme, contact_id)

    assert portal.get("/pay/transfer/").headers["Location"] == "/pay/"
    assert "Pay by bank transfer" not in portal.get("/pay/").content.decode()


def test_what_was_ticked_goes_on_to_the_transfer_with_the_servers_amount(bank, portal, acme, contact_id):
    cake = charge(acme, contact_id, "Wedding cake", 48_000, deposit=Money(14_400, "EUR"))
    charge(acme, contact_id)

    answer = portal.post("/pay/", {"item": cake.pk, "share": "deposit", "amount": "1", "by": "transfer"})
    page = portal.get(answer.headers["Location"]).content.decode()

    assert answer.headers["Location"] == f"/pay/transfer/?item={cake.pk}&share=deposit&amount=1"
    for words in ("€144.00", "Acme Bakery Lda", "PT50 0002 0123 1234 5678 9015 4", grouped(reference_of(contact_id))):
        assert words in page
    assert "<svg" in page
    assert f'name="item" value="{cake.pk}"' in page


def test_more_than_is_due_is_said_to_be_that_and_what_is_due_is_shown(bank, portal, acme, contact_id):
    bread = charge(acme, contact_id)

    wish = {"item": bread.pk, "share": "other", "amount": "64.00", "by": "transfer"}
    answer = portal.post("/pay/", wish, follow=True)

    assert answer.status_code == 200
    for words in ("You chose items worth €6.40, so you cannot pay €64.00 for them.", 'value="6.40"'):
        assert words in answer.content.decode()


def test_another_customers_item_is_not_taken_over(bank, portal, acme, carl, contact_id):
    with business_scope(acme):
        carls = carl.customer.contact_id
    foreign = charge(acme, carls, "Carl's secret cake", 99_900)
    charge(acme, contact_id)

    page = portal.get(f"/pay/transfer/?item={foreign.pk}&share=full").content.decode()
    answer = portal.post("/pay/transfer/", sent(foreign))

    assert "999.00" not in page
    assert (answer.status_code, notices(acme)) == (422, [])


def test_it_is_told_with_proof_and_marked(bank, today, portal, acme, contact_id, media):
    rye = charge(acme, contact_id)

    slip = SimpleUploadedFile("slip.pdf", b"%PDF-1.7 sent")
    answer = portal.post("/pay/transfer/", sent(rye, proof=slip, note="From my other bank"))

    (notice,) = notices(acme)
    assert answer.headers["Location"] == "/pay/"
    assert (notice.amount_minor, str(notice.sent_on), notice.note) == (640, "2026-03-02", "From my other bank")
    assert (notice.customer_name, notice.proof.name, notice.proof.contact_id) == (
        "Cleo van Dam",
        "slip.pdf",
        contact_id,
    )
    page = portal.get("/pay/").content.decode()
    assert "You said you have paid it" in page
    assert "looking for" not in page
    assert "€6.40 on its way" in portal.get("/").content.decode()


def test_a_form_that_is_sent_twice_is_taken_once_and_says_so_twice(bank, today, portal, acme, contact_id):
    rye = charge(acme, contact_id)
    charge(acme, contact_id, "Rolls", 500)
    form = sent(rye)

    answers = [portal.post("/pay/transfer/", form) for _click in range(2)]

    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [(302, "/pay/")] * 2
    assert len(notices(acme)) == 1
    assert portal.post("/pay/transfer/", sent(rye)).status_code == 422


def test_a_file_that_is_not_taken_says_so_and_nothing_is_told(bank, today, portal, acme, contact_id, media):
    rye = charge(acme, contact_id)

    slip = SimpleUploadedFile("slip.html", b"<script>alert(1)</script>")
    answer = portal.post("/pay/transfer/", sent(rye, proof=slip, note="Kept words"))

    page = answer.content.decode()
    assert (answer.status_code, "no kind of file that is kept here" in page) == (422, True)
    assert 'value="Kept words"' in page
    with business_scope(acme):
        assert not StoredFile.objects.exists()
    assert notices(acme) == []


def test_paying_by_card_what_was_told_of_is_warned_of_first(bank, today, portal, acme, contact_id):
    rye = charge(acme, contact_id)
    portal.post("/pay/transfer/", sent(rye))

    warned = portal.post("/pay/", {"item": rye.pk, "share": "full"})
    again = portal.post("/pay/", {"item": rye.pk, "share": "full", "again": "1"})

    assert "You said that you have paid this by transfer" in warned.content.decode()
    assert "does not take payments online yet" in again.content.decode()
