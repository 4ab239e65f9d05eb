"""The receipt on paper: the same numbers as everywhere, in the business's colours, with its fonts in it."""

from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from billing.documents import receipt_pdf
from billing.errors import NoSuchPayment
from billing.gateway.protocol import Dispute, Refund
from billing.models import Payment
from billing.selectors.backs import backs_of
from billing.selectors.payments import SettledItem, receipt_of, settled_items
from billing.services import papers
from billing.services.papers import attach_receipt, kept_receipt
from billing.services.refunds import follow_refunds
from billing.services.reversals import note_dispute, note_refunds
from emails.models import Message
from tenants.files import store
from tenants.kernel.errors import Unavailable
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.kept_files import lying_in


def test_lines_add_up_to_the_payment_and_credit_is_a_line(cleo):
    charge(cleo, 1000, "Tart")
    charge(cleo, 333, "Rolls")

    receipt = receipt_of(cleo.pk, pay(cleo, 1500).pk)

    assert [(item.description, item.amount.minor) for item in receipt.items] == [
        ("Tart", 1000),
        ("Rolls", 333),
        ("Credit on your account", 167),
    ]
    assert (receipt.unused, receipt.balance, receipt.due) == (money(167), money(-167), money(0))


def test_what_was_given_back_is_a_line_of_its_own_beside_credit(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1500)
    note_refunds(payment, [Refund("re_1", 200, "succeeded")])

    receipt = receipt_of(cleo.pk, payment.pk)

    assert [(item.description, item.amount.minor) for item in receipt.items] == [
        ("Tart", 1000),
        ("Credit on your account", 300),
        ("Given back", 200),
    ]
    assert (receipt.unused, receipt.balance) == (money(300), money(-300))


def test_the_tax_is_said_of_what_is_paid_whole_and_not_of_a_part(cleo):
    charge(cleo, 1000, "Tart", tax_rate=Decimal(23))
    charge(cleo, 1000, "Rolls", tax_rate=Decimal(6))
    whole, part = (receipt_of(cleo.pk, payment.pk) for payment in (pay(cleo, 1230), pay(cleo, 500)))

    assert (whole.tax, part.tax) == (money(230), None)
    assert "Tax included €2.30" in words_of(receipt_pdf(whole.payment.pk))
    assert "Tax included" not in words_of(receipt_pdf(part.payment.pk))
    assert Message.objects.filter(kind="receipt").order_by("pk").first().context["tax"] == "€2.30"


def test_what_the_bank_took_back_is_told_from_what_was_given_back(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    note_refunds(payment, [Refund("re_1", 200, "succeeded")])
    note_dispute(payment, Dispute(id="dp_1", intent="pi_1", minor=800, is_withdrawn=True, is_reinstated=False))

    receipt = receipt_of(cleo.pk, payment.pk)

    said = [("Given back", 200), ("Taken back by the bank", 800)]
    assert [(item.description, item.amount.minor) for item in receipt.items] == said
    assert receipt.back.standing == "taken"
    assert "Your bank has taken it back." in words_of(receipt_pdf(payment.pk))


def test_a_whole_payment_that_the_bank_took_after_a_refund_names_both_and_adds_up(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    note_refunds(payment, [Refund("re_1", 300, "succeeded")])
    note_dispute(payment, Dispute(id="dp_1", intent="pi_1", minor=1000, is_withdrawn=True, is_reinstated=False))

    later = pay(cleo, 1300)

    said = [("Given back", 300), ("Taken back by the bank", 1000), ("Came back twice", -300)]
    assert lines_of(payment) == said
    assert lines_of(later) == [("Tart", 1000), ("Disputed payment taken back: R-00001", 300)]
    assert [receipt_of(cleo.pk, each.pk).back.standing for each in (payment, later)] == ["taken", ""]


def lines_of(payment: Payment) -> list[tuple[str, int]]:
    return [(item.description, item.amount.minor) for item in receipt_of(payment.contact_id, payment.pk).items]


def test_what_went_back_is_said_of_each_payment_in_one_query(cleo, django_assert_num_queries):
    charge(cleo, 9000, "Tart")
    kept, given, partly, taken, won = (pay(cleo, 1000) for _ in range(5))
    note_refunds(given, [Refund("re_1", 600, "succeeded"), Refund("re_2", 400, "succeeded")])
    note_refunds(partly, [Refund("re_3", 300, "succeeded"), Refund("re_4", 200, "succeeded")])
    note_refunds(partly, [Refund("re_4", 200, "failed")])
    for payment, is_won in ((taken, False), (won, True)):
        told = Dispute(id=f"dp_{payment.pk}", intent="pi", minor=1000, is_withdrawn=True, is_reinstated=is_won)
        note_dispute(payment, told)

    with django_assert_num_queries(1):
        found = backs_of([kept, given, partly, taken, won])

    assert [back.standing for back in found] == ["", "given", "partly_given", "taken", ""]
    assert found[2].given == money(300)


def test_a_strangers_payment_is_as_unknown_as_one_that_never_was(cleo, carl):
    payment = pay(cleo, 100)

    for contact, wanted in ((carl, payment.pk), (cleo, 404)):
        with pytest.raises(NoSuchPayment):
            receipt_of(contact.pk, wanted)


def test_the_paper_says_what_the_page_says_to_the_cent(cleo):
    charge(cleo, 123456, "Wedding cake, three tiers")

    paper = PdfReader(BytesIO(receipt_pdf(pay(cleo, 23456).pk)))
    said = paper.pages[0].extract_text()

    assert len(paper.pages) == 1
    for words in (
        "Receipt R-00001",
        "Acme Bakery",
        "Cleo van Dam",
        "Wedding cake, three tiers",
        "€234.56",
        "€1,000.00",
    ):
        assert words in said


def test_the_paper_is_a4_tagged_and_carries_its_own_font(cleo):
    paper = PdfReader(BytesIO(receipt_pdf(pay(cleo, 100).pk)))
    page = paper.pages[0]

    fonts = [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]

    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.metadata.title == "Receipt R-00001"
    assert all("SourceSans3" in font["/BaseFont"] for font in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_the_mail_carries_the_paper(cleo):
    pay(cleo, 100)

    attached = attach_receipt(Message.objects.get(kind="receipt").context)

    assert (attached.filename, attached.mimetype) == ("R-00001.pdf", "application/pdf")
    assert attached.content.startswith(b"%PDF-")


def test_a_paper_that_was_given_out_stays_as_it_was(cleo, acme, media):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 400)
    first = kept_receipt(payment.pk)
    charge(cleo, 900, "Rolls")
    renamed = change_business(acme.id, name="Acme Patisserie")

    with business_scope(renamed):
        again = kept_receipt(payment.pk)

    assert again == first
    assert len(lying_in(media)) == 1
    assert attach_receipt(Message.objects.get(kind="receipt").context).content == first


def test_money_that_goes_back_makes_another_paper_and_the_first_stays_where_it_is(cleo, media):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1500)
    first = kept_receipt(payment.pk)
    note_refunds(payment, [Refund("re_1", 200, "succeeded")])

    second = kept_receipt(payment.pk)

    assert "Given back" not in words_of(first)
    assert "Given back" in words_of(second)
    assert sorted(path.read_bytes() for path in lying_in(media)) == sorted([first, second])


def test_of_two_who_ask_at_once_both_get_the_paper_that_is_kept(cleo, media, monkeypatch):
    payment = pay(cleo, 100)
    drawn = papers.receipt_pdf

    def overtaken(payment_id: int) -> bytes:
        monkeypatch.setattr(papers, "receipt_pdf", drawn)
        winners.append(kept_receipt(payment_id))
        return b"%PDF-the slower one's"

    winners: list[bytes] = []
    monkeypatch.setattr(papers, "receipt_pdf", overtaken)

    assert [kept_receipt(payment.pk)] == winners
    assert [path.read_bytes() for path in lying_in(media)] == winners


def test_a_storage_that_takes_nothing_keeps_nobody_from_their_receipt(cleo, media, storage_away):
    payment = pay(cleo, 100)

    assert kept_receipt(payment.pk).startswith(b"%PDF-")
    assert Payment.objects.get(pk=payment.pk).receipt_key == ""


def test_a_storage_that_is_away_makes_no_second_paper_of_one_that_it_keeps(cleo, media, request):
    payment = pay(cleo, 100)
    kept_receipt(payment.pk)
    request.getfixturevalue("storage_away")

    with pytest.raises(Unavailable):
        kept_receipt(payment.pk)


def test_receipts_lie_in_s3_as_they_lie_on_disk(cleo, bucket):
    payment = pay(cleo, 100)

    assert kept_receipt(payment.pk) == kept_receipt(payment.pk)
    assert "/receipts/" in Payment.objects.get(pk=payment.pk).receipt_key


def words_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_business_with_a_logo_has_it_on_the_paper(cleo, acme, tmp_path, settings):
    picture = BytesIO()
    Image.new("RGB", (64, 32), "#1F6F5C").save(picture, "PNG")
    key = store("logo", picture.getvalue(), content_type="image/png")
    branded = change_business(acme.id, logo_key=key)

    with business_scope(branded):
        paper = PdfReader(BytesIO(receipt_pdf(pay(cleo, 100).pk)))

    assert len(paper.pages[0].images) == 1


def test_only_money_that_came_has_a_receipt(cleo):
    payment = pay(cleo, 100)
    Payment.objects.filter(pk=payment.pk).update(state="failed", receipt_number=None)

    for nothing in (payment.pk, 404):
        with pytest.raises(NoSuchPayment):
            receipt_pdf(nothing)


def test_another_businesss_payment_has_no_receipt_here(cleo, globex):
    payment = pay(cleo, 100)

    with business_scope(globex), pytest.raises(NoSuchPayment):
        receipt_pdf(payment.pk)


def test_a_refund_that_failed_leaves_the_receipt_whole_and_the_next_one_reopens_what_was_paid(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    for state in ("succeeded", "failed"):
        follow_refunds(payment, [Refund("re_1", 400, state)])

    assert (settled_items(payment), due(cleo)) == ([SettledItem("Tart", money(1000))], {})
    follow_refunds(payment, [Refund("re_2", 400, "succeeded")])
    assert (settled_items(payment), due(cleo)) == ([SettledItem("Tart", money(600))], {"Tart": 400})
    assert_books_add_up()
