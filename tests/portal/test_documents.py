"""A customer's invoices: theirs alone, with what is due and the way to pay it."""

import pytest

from billing.errors.invoices import FilesAreSettled
from billing.models import Invoice, InvoiceEvent
from billing.services.invoice_drafts import delete_draft
from billing.services.invoice_events import attach_files
from billing.services.invoices import issue_invoice
from crm.models import Contact
from tenants.kernel.scope import business_scope
from tests.billing.bills import credited, draft, issued, line
from tests.billing.books import pay
from tests.kept_files import kept
from tests.plain import plain


@pytest.fixture(autouse=True)
def _own_folder(media) -> None:
    """Nothing is left in var/."""


@pytest.fixture
def hers(acme, contact_id) -> Invoice:
    with business_scope(acme):
        return issued(Contact.objects.get(pk=contact_id), line(1000, "Tart"), line(500, "Loaf"))


def test_she_sees_her_invoices_with_what_is_due_and_no_draft(portal, acme, contact_id, hers):
    with business_scope(acme):
        cleo = Contact.objects.get(pk=contact_id)
        pay(cleo, 400)
        draft(cleo, line(77_700, "Secret plans"))
    page = portal.get("/documents/").content.decode()

    assert (hers.number in page, "€11.00" in page, "Partly paid" in page, "Draft" in page) == (True, True, True, False)
    assert "€777.00" not in page


def test_one_invoice_leads_to_pay_with_its_items_ticked(portal, acme, hers):
    page = portal.get(f"/documents/{hers.pk}/").content.decode()
    with business_scope(acme):
        items = "&amp;".join(f"item={pk}" for pk in hers.charges.order_by("pk").values_list("pk", flat=True))

    assert f"/pay/?{items}" in page
    assert ("Tart" in page, "Loaf" in page, "€15.00" in page) == (True, True, True)
    assert portal.get("/pay/").content.decode().count(f"Invoice {hers.number}") == 2


def test_how_to_pay_is_said_only_while_something_is_left_to_pay(portal, acme, contact_id, hers):
    with business_scope(acme):
        said = hers.document
        said["seller"]["bank"]["iban"] = "PT50000201231234567890154"
        Invoice.objects.update(frozen=said)
    owed = portal.get(f"/documents/{hers.pk}/").content.decode()
    with business_scope(acme):
        pay(Contact.objects.get(pk=contact_id), 1500)
    paid = portal.get(f"/documents/{hers.pk}/").content.decode()

    assert ("PT50 0002" in owed, "PT50 0002" in paid, "Nothing is left to pay." in paid) == (True, False, True)


def test_that_she_looked_is_known_once(portal, acme, hers):
    for _ in range(2):
        portal.get(f"/documents/{hers.pk}/")
    portal.head(f"/documents/{hers.pk}/")

    with business_scope(acme):
        assert [(seen.name, seen.by_name) for seen in InvoiceEvent.objects.all()] == [("viewed", "Cleo van Dam")]


def test_another_customers_invoice_and_a_draft_are_like_none(portal, acme, contact_id, carl):
    with business_scope(acme):
        his = issued(carl.customer.contact, line(1000, "Roof"))
        made = draft(Contact.objects.get(pk=contact_id), line())

    nobodys = plain(portal.get("/documents/987654/"))
    assert [plain(portal.get(f"/documents/{pk}/")) for pk in (his.pk, made.pk)] == [nobodys, nobodys]
    assert his.number not in portal.get("/documents/").content.decode()
    with business_scope(acme):
        assert not InvoiceEvent.objects.exists()
        delete_draft(made.pk)


def test_a_credit_note_stands_beside_its_invoice(portal, acme, hers):
    with business_scope(acme):
        note = credited(hers)

    invoice = portal.get(f"/documents/{hers.pk}/").content.decode()
    page = portal.get(f"/documents/{note.pk}/").content.decode()

    assert (note.number in invoice, "/pay/?item" in invoice, "Credited" in invoice) == (True, False, True)
    assert (f"corrects invoice {hers.number}" in page, "Two were missing" in page) == (True, True)


def test_files_that_go_along_are_opened_from_it_and_stay_as_they_were_when_it_was_issued(portal, acme, contact_id):
    with business_scope(acme):
        plan, late = (kept(contact_id, f"{name}.txt", name.encode(), is_shown=False) for name in ("plan", "late"))
        hers = draft(Contact.objects.get(pk=contact_id), line(1000, "Tart"))
        attach_files(hers.pk, file_ids=[plan.pk])
        hers = issue_invoice(hers.pk, is_mailed=False)
        for wanted in ([], [plan.pk, late.pk]):
            with pytest.raises(FilesAreSettled, match=f"Invoice {hers.number} is issued, so the files"):
                attach_files(hers.pk, file_ids=wanted)
        assert list(hers.attachments.values_list("file_id", flat=True)) == [plan.pk]

    assert "plan.txt" in portal.get(f"/documents/{hers.pk}/").content.decode()
    assert portal.get(f"/files/{plan.pk}/").status_code == 302
