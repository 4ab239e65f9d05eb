"""The paper of an invoice: the numbers of the page to the cent, made once, kept for good, and an e-invoice inside."""

import hashlib
import re
from datetime import UTC, datetime
from io import BytesIO

import page
import pytest
from django.core import mail
from lxml import etree
from pypdf import PdfReader

from billing.einvoices.xml import cii_of
from billing.errors import NoSuchInvoice
from billing.errors.papers import PaperChanged
from billing.invoice_paper import MINUS, invoice_pdf, spaced
from billing.models import DocumentLink, Invoice
from billing.services import invoice_papers
from billing.services.document_links import open_link
from billing.services.invoice_drafts import InvoiceDraft
from billing.services.invoice_mail import link_of
from billing.services.invoice_papers import attach_invoice, kept_invoice, spoilt_papers
from billing.services.invoices import invoice_directly
from emails.models import Message
from emails.services.delivery import deliver
from tenants.kernel import clock
from tenants.kernel.errors import Unavailable
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing.books import charge
from tests.billing.frozen_samples import (
    CREDIT_NOTE,
    DEPOSITS,
    DISCOUNTS,
    FOREIGN,
    LONG,
    REVERSE,
    TEN,
    UNTAXED,
    frozen,
    line,
)
from tests.kept_files import lying_in
from tests.permission_papers import issued

AT_HOME = REVERSE["buyer"] | {"country": REVERSE["seller"]["country"]}
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"


def paper_bytes(said, xml=None) -> bytes:
    return invoice_pdf(
        said, code="23456789ABCD", verify_url="https://acme.example/verify/", made_at=NOON, xml=xml
    )  # fmt: skip


def paper_of(said, xml=None) -> PdfReader:
    return PdfReader(BytesIO(paper_bytes(said, xml)))


def broken(pdf: bytes, *profiles: str) -> list[str]:
    """What stands against a PDF in the rules of PDF/A (2a, 3a) or PDF/UA (ua1), by the number of the rule."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in profiles]
    assert all(report.rules.total > 100 for report in reports), "the rules were not asked"
    return [failure.rule_id for report in reports for failure in report.failures]


def said_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in TEN.items()])
def test_every_frozen_amount_stands_to_the_cent_on_a_paper_that_keeps_the_rules_of_pdf_a_and_ua(said):
    made = paper_bytes(said, cii_of(said))
    text = said_of(PdfReader(BytesIO(made)))
    totals = said["totals"]
    shown = "gross_minor" if all(each["tax_inclusive"] for each in said["lines"]) else "net_minor"

    amounts = [each[shown] for each in said["lines"]] + [each["unit_price_minor"] for each in said["lines"]]
    amounts += [totals["net_minor"], totals["gross_minor"], *(each["tax_minor"] for each in said["tax_groups"])]
    amounts += [each["amount_minor"] for each in said["deposits"]]
    missing = [minor for minor in amounts if Money(minor, said["currency"]).format() not in text]
    assert missing == []
    assert broken(made, "3a", "ua1") == []


def test_a_paper_without_an_e_invoice_is_pdf_a_too_and_what_breaks_the_rules_is_found():
    made = paper_bytes(DISCOUNTS)

    assert broken(made, "2a", "ua1") == []
    assert broken(made.replace(b"/Marked true", b"/Marked null"), "2a", "ua1") != []


def test_it_says_who_what_when_and_how_to_pay(media):
    text = said_of(paper_of(DEPOSITS))

    for words in (
        "Invoice 2026-0042", "Acme Bakery", "Rua das Flores 12", "Cleo van Dam", "Dam & Dijk", "25 November 2026",
        "9 December 2026", "PT50 0002 0123 1234 5678 9015 4", "BCOMPTPL", "R-00007", f"{MINUS}€300.00", "€890.01",
        "Two per cent off within a week.", "See you in May.", "2345-6789-ABCD", "acme.example/verify/",
        "Tax number PT 123 456 789",
    ):  # fmt: skip
        assert words in text, words


def test_discounts_reverse_charge_and_the_tax_in_the_sellers_currency_are_said():
    assert "Discount: €25.00 off" in said_of(paper_of(DISCOUNTS))
    assert "Discount of 12.5 %: €7.31 off" in said_of(paper_of(DISCOUNTS))
    reversed_here = said_of(paper_of(frozen(line("Recipes", 80000, rate="0"), reverse_charge=True, buyer=AT_HOME)))
    assert "(Article 196 of Directive 2006/112/EC)" in said_of(paper_of(REVERSE)).replace("\n", " ")
    assert "The customer accounts for it.\n" in reversed_here
    assert "Article" not in reversed_here
    assert "Tax in EUR, at 0.9214 for 1 USD" in said_of(paper_of(FOREIGN))
    assert "€47.77" in said_of(paper_of(FOREIGN))


def test_who_has_no_tax_number_and_charges_no_tax_says_nothing_of_it():
    text = said_of(paper_of(UNTAXED))

    assert "Tax" not in text.replace("Tax number NL123456789B01", "")
    assert text.count("€90.00") == 3


def test_a_credit_note_says_what_it_corrects_and_why_and_asks_for_no_money():
    text = said_of(paper_of(CREDIT_NOTE))

    said = ("Credit note CN-2026-0003", "Corrects invoice", "2026-0042", "One tier was missing", "Credited in all")
    for words in said:
        assert words in text
    assert "How to pay" not in text
    assert "bank details" not in text


def test_a_long_one_repeats_the_head_of_its_lines_and_numbers_its_pages():
    reader = paper_of(LONG)
    pages = [page.extract_text() for page in reader.pages]

    assert len(pages) == 5
    assert all("Quantity" in page and f"{number}/5" in page for number, page in enumerate(pages, 1))


@pytest.mark.parametrize(("paper", "size"), [("a4", [595, 842]), ("letter", [612, 792])])
def test_it_comes_on_the_paper_of_the_country(paper, size):
    page = paper_of(DISCOUNTS | {"paper": paper}).pages[0]

    assert [round(float(side)) for side in page.mediabox[2:]] == size


def test_it_is_a_factur_x_whose_xml_is_the_checked_one():
    xml = cii_of(DISCOUNTS)
    reader = paper_of(DISCOUNTS, xml)
    root = reader.trailer["/Root"]
    (file,) = (each.get_object() for each in root["/AF"])
    packet = root["/Metadata"].get_object().get_data()
    metadata = etree.fromstring(packet[packet.index(b"?>") + 2 : packet.rindex(b"<?xpacket")])

    assert reader.attachments == {"factur-x.xml": [xml]}
    assert (file["/AFRelationship"], file["/UF"]) == ("/Alternative", "factur-x.xml")
    assert {each.tag.removeprefix(FX): each.text for each in metadata.iter(f"{FX}*")} == {
        "ConformanceLevel": "EN 16931",
        "DocumentFileName": "factur-x.xml",
        "DocumentType": "INVOICE",
        "Version": "1.0",
    }


def test_it_says_of_itself_that_it_is_to_be_kept_and_read_aloud():
    """Whether they are kept is looked at above."""
    for xml, part in ((cii_of(DISCOUNTS), b"3"), (None, b"2")):
        root = paper_of(DISCOUNTS, xml).trailer["/Root"]
        packet = root["/Metadata"].get_object().get_data()

        assert b"<pdfaid:part>" + part + b"</pdfaid:part><pdfaid:conformance>A<" in packet
        assert b"<pdfuaid:part>1<" in packet
        assert packet.count(b"<pdfaExtension:schemas>") == 1
        assert root["/MarkInfo"]["/Marked"]


def test_it_is_made_once_and_its_digest_is_kept(cleo, acme, media):
    invoice = issued(cleo)
    first = kept_invoice(invoice.pk)
    changed = change_business(acme.id, name="Acme Patisserie", address="Elsewhere 1", primary_colour="#AA0000")

    with business_scope(changed):
        assert kept_invoice(invoice.pk) == first
        assert attach_invoice({"invoice_id": invoice.pk, "number": "2026/42"}).content == first
    invoice.refresh_from_db()
    assert invoice.pdf_sha256 == hashlib.sha256(first).hexdigest()
    assert len(lying_in(media)) == 1


def test_made_later_it_still_says_what_was_frozen(cleo, acme, media):
    invoice = issued(cleo)
    early = kept_invoice(invoice.pk)
    Invoice.objects.filter(pk=invoice.pk).update(pdf_key="", pdf_sha256="")
    changed = change_business(acme.id, name="Acme Patisserie", address="Elsewhere 1", primary_colour="#AA0000")

    with business_scope(changed), clock.held_at(datetime(2030, 1, 1, tzinfo=UTC)):
        assert kept_invoice(invoice.pk) == early


def test_a_file_that_somebody_changed_is_not_handed_out(cleo, media):
    invoice = issued(cleo)
    kept_invoice(invoice.pk)
    (path,) = lying_in(media)
    assert list(spoilt_papers()) == []
    path.write_bytes(path.read_bytes() + b"%")

    with pytest.raises(PaperChanged, match="2026-0042"):
        kept_invoice(invoice.pk)
    assert list(spoilt_papers()) == [("papers", "The paper of invoice 2026-0042 is not the one that was made.")]
    path.unlink()
    assert list(spoilt_papers()) == [("papers", "The paper of invoice 2026-0042 cannot be read: NotFound.")]


def test_a_storage_that_takes_no_file_keeps_nobody_from_their_invoice(cleo, media, monkeypatch):
    def full(*_args, **_kwargs):
        raise Unavailable

    monkeypatch.setattr(invoice_papers.files, "store", full)
    invoice = issued(cleo)

    assert kept_invoice(invoice.pk).startswith(b"%PDF-")
    invoice.refresh_from_db()
    assert (invoice.pdf_key, invoice.pdf_sha256) == ("", "")


def test_a_draft_and_nothing_at_all_have_no_paper(cleo, media):
    draft = Invoice.objects.create(contact=cleo, currency="EUR")

    for wanted in (draft.pk, 404):
        with pytest.raises(NoSuchInvoice):
            kept_invoice(wanted)
    assert lying_in(media) == []


def test_without_the_sellers_address_it_is_a_paper_all_the_same(cleo, media):
    bare = frozen(line("Tart", 1000))
    bare["seller"] = bare["seller"] | {"lines": [], "country": ""}

    reader = PdfReader(BytesIO(kept_invoice(issued(cleo, bare).pk)))

    assert reader.attachments == {}
    assert "€12.10" in said_of(reader)


def test_a_code_is_read_out_in_groups():
    assert spaced("23456789ABCD") == "2345-6789-ABCD"


def test_the_mail_brings_the_paper_and_a_link_that_is_kept_nowhere(cleo, media):
    invoice = invoice_directly(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[charge(cleo, 1210, "Tart").pk]))
    message = Message.objects.get(kind="invoice")
    deliver(message_id=message.pk, attempt=0)

    (letter,) = mail.outbox
    (paper,) = [each for each in letter.attachments if each[2] == "application/pdf"]
    (address,) = set(re.findall(r"http://acme\S+/d/\S+/", letter.body))
    assert (paper[0], paper[1]) == (f"{invoice.number}.pdf", kept_invoice(invoice.pk))
    assert open_link(address.split("/d/")[1].strip("/")).invoice == invoice
    assert "/d/" not in str(Message.objects.filter(pk=message.pk).values().get())


def test_a_mail_that_is_sent_after_its_link_was_taken_back_leads_behind_the_sign_in(cleo, in_acme, media):
    invoice = invoice_directly(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[charge(cleo, 1210, "Tart").pk]))
    DocumentLink.objects.update(revoked_at=clock.now())

    assert link_of({"invoice_id": invoice.pk})["link"].endswith(f"/documents/{invoice.pk}/")
