"""Invoices as the team works with them, without a browser."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from billing.models import BillingProfile, Invoice, InvoicingRules, RefundOrder
from billing.selectors.accounts import balance_of
from billing.services.products import ProductDraft, save_product
from billing.services.rates import set_rate
from crm.models import StoredFile
from emails.models import Message, MessageEvent
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.bills import credited, draft, issued, line
from tests.cast import PASSWORD
from tests.kept_files import kept
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def in_june():
    with clock.held_at(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def office(client, ada) -> Client:
    sign_in(client, ada)
    return client


def written(*rows: dict, **more) -> dict:
    """What the editor sends with these lines and one that was left empty."""
    sent = {"request_key": uuid.uuid4(), "lines-TOTAL_FORMS": len(rows) + 1, "lines-INITIAL_FORMS": 0}
    for number, row in enumerate([*rows, {}]):
        sent |= {f"lines-{number}-{name}": value for name, value in {"quantity": "1", **row}.items()}
    return sent | more


CAKE = {"description": "Cake", "unit_price": "30.00", "quantity": "2", "discount": "10 %", "tax_rate": "20"}


def test_what_is_owed_is_gathered_issued_and_listed(office, cleo, acme):
    BillingProfile.objects.create(contact=cleo, due_days=0)
    books.charge(cleo, 1000, "Tart")

    answer = office.post(f"/workspace/contacts/{cleo.pk}/invoices/gathering/")
    office.post(f"{answer.url}issue/")

    with business_scope(acme):
        invoice = Invoice.objects.get()
        assert (invoice.number, invoice.issued_by_name, answer.url) == (
            "2026-0001",
            "Ada Lindqvist",
            f"/workspace/invoices/{invoice.pk}/",
        )
    assert "2026-0001" in office.get("/workspace/invoices/?state=open").content.decode()
    assert "2026-0001" not in office.get("/workspace/invoices/?state=overdue").content.decode()
    with clock.held_at(datetime(2026, 6, 11, 10, tzinfo=UTC)):
        assert "2026-0001" in office.get("/workspace/invoices/?state=overdue").content.decode()


def test_the_editor_adds_lines_and_works_out_totals_and_saves_nothing_meanwhile(office, cleo, acme):
    address = f"/workspace/contacts/{cleo.pk}/invoices/new/"

    more = office.post(address, written(CAKE, more="1")).content.decode()
    totals = office.post(address, written(CAKE, preview="1")).content.decode()

    assert ("lines-2-description" in more, "Cake" in more) == (True, True)
    assert ("€64.80" in totals, "names their tax number" in totals) == (True, False)
    with business_scope(acme):
        assert not Invoice.objects.exists()
    reverse = office.post(address, written(CAKE, preview="1", is_reverse_charge="on")).content.decode()
    assert ("The customer accounts for it." in reverse, "names their tax number" in reverse) == (True, True)


LOAF = {"description": "Loaf", "unit_price": "3.33", "quantity": "3", "tax_rate": "6", "tax_inclusive": "True"}


def test_what_is_shown_while_typing_is_issued_to_the_cent(office, cleo, acme):
    tart = books.charge(cleo, 1999, "Tart", tax_rate=Decimal(23))
    address = f"/workspace/contacts/{cleo.pk}/invoices/new/"
    sent = written(CAKE, LOAF, charges=tart.pk)
    live = {"HX-Request": "true"}

    half = office.post(address, sent | {"lines-1-unit_price": "", "preview": "1"}, headers=live).content.decode()
    shown = office.post(address, sent | {"preview": "1"}, headers=live).content.decode()
    office.post(address, sent | {"issue": "1"})

    assert ("once each line says" in half, "<html" in shown) == (True, False)
    with business_scope(acme):
        said = Invoice.objects.get().document
    groups = [group[part] for group in said["tax_groups"] for part in ("net_minor", "tax_minor")]
    sums = [said["totals"][part] for part in ("net_minor", "gross_minor")]
    assert sums == [8341, 9938]
    for minor in groups + sums:
        assert books.money(minor).format("en") in shown


CREDIT = {"reason": "One was burnt", "is_refunded": "False"}


def test_lines_in_dollars_are_written_mixed_with_no_euros_and_credited_in_dollars(office, cleo, acme):
    with business_scope(acme):
        set_rate(currency="USD", rate=Decimal("0.80"), valid_from=date(2026, 1, 1))
        flour = save_product(draft=ProductDraft(name="Flour", price=books.money(500), cost=books.money(400)))
    address = f"/workspace/contacts/{cleo.pk}/invoices/new/"
    rows = (CAKE | {"discount": "5.00", "quantity": "20"}, {"product": flour.pk, "unit_price": "9.00"})

    mixed = office.post(address, written({"product": flour.pk}, CAKE, currency="USD", issue="1"))
    made = office.post(address, written(*rows, currency="USD", save="1"))
    again = office.get(f"{made.url}edit/").content.decode()
    office.post(f"{made.url}issue/")
    with business_scope(acme):
        invoice = Invoice.objects.get()
        bag = invoice.charges.get(product=flour)
    office.post(f"{made.url}credit-note/", CREDIT | {"request_key": uuid.uuid4(), f"amount_{bag.pk}": "4.00"})

    assert (mixed.status_code, '<option value="USD" selected>' in again, 'value="20"' in again) == (409, True, True)
    assert (invoice.amount.format("en"), invoice.rate, bag.cost_minor) == ("$723.00", Decimal("0.80"), 500)
    with business_scope(acme):
        assert Invoice.objects.get(corrects=invoice).amount.format("en") == "$4.00"


def test_a_draft_is_written_changed_and_issued_from_the_editor(office, cleo, acme):
    saved = office.post(f"/workspace/contacts/{cleo.pk}/invoices/new/", written(CAKE, notes="Thank you", save="1"))
    office.get(f"{saved.url}edit/")
    done = office.post(f"{saved.url}edit/", written(CAKE | {"quantity": "1"}, due_on="2026-06-30", issue="1"))

    with business_scope(acme):
        invoice = Invoice.objects.get()
        assert (invoice.amount_minor, invoice.notes, str(invoice.due_on)) == (3240, "", "2026-06-30")
        assert balance_of(cleo.pk) == books.money(3240)
    assert "Invoice 2026-0001 is issued" in office.get(done.url).content.decode()
    assert office.get(f"{saved.url}edit/").url == saved.url


@pytest.mark.parametrize("discount", ["ten %", "NaN %", "100 %", "zzz"])
def test_a_line_without_a_price_is_refused_and_kept(office, cleo, acme, discount):
    answer = office.post(
        f"/workspace/contacts/{cleo.pk}/invoices/new/",
        written(CAKE | {"unit_price": "", "discount": discount}, save="1"),
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert ("Say what it costs." in shown, "Write a discount like" in shown, "Cake" in shown) == (True, True, True)
    with business_scope(acme):
        assert not Invoice.objects.exists()


def test_an_invoice_without_lines_is_not_issued_and_no_draft_is_left(office, cleo, acme):
    answer = office.post(f"/workspace/contacts/{cleo.pk}/invoices/new/", written(issue="1"))

    assert (answer.status_code, "There is nothing on it yet" in answer.content.decode()) == (422, True)
    with business_scope(acme):
        assert not Invoice.objects.exists()


def test_a_credit_note_is_made_of_chosen_lines(office, cleo, acme):
    invoice = issued(cleo, line(1000, "Tart"), line(500, "Loaf"))
    tart = invoice.charges.get(description="Tart").pk
    address = f"/workspace/invoices/{invoice.pk}/credit-note/"
    sent = CREDIT | {"request_key": uuid.uuid4()}

    too_much = office.post(address, sent | {f"amount_{tart}": "10.01"})
    made = office.post(address, sent | {f"amount_{tart}": "4.00"})

    assert (too_much.status_code, "At most €10.00" in too_much.content.decode()) == (422, True)
    with business_scope(acme):
        note = Invoice.objects.get(kind="credit_note")
        assert (note.amount_minor, made.url) == (400, f"/workspace/invoices/{note.pk}/")
        assert balance_of(cleo.pk) == books.money(1100)
    assert "One was burnt" in office.get(made.url).content.decode()


def test_an_invoice_is_made_void_with_a_reason_only(office, cleo, acme):
    invoice = issued(cleo, line(1000, "Tart"))
    books.pay(cleo, 600)

    assert office.post(f"/workspace/invoices/{invoice.pk}/void/", {"reason": ""}).status_code == 422
    office.post(f"/workspace/invoices/{invoice.pk}/void/", {"reason": "Twice", "is_refunded": "True"})

    with business_scope(acme):
        invoice.refresh_from_db()
        assert (invoice.state, balance_of(cleo.pk)) == ("void", books.money(0))
        assert RefundOrder.objects.get().amount_minor == 600


def test_files_that_go_along_are_shown_to_the_customer_once_it_is_issued_and_stay(office, cleo, carl, acme):
    plan, foreign = kept(cleo.pk, "plan.txt", b"plan", is_shown=False), kept(carl.pk, "his.txt", b"his")
    made = draft(cleo, line())
    address = f"/workspace/invoices/{made.pk}/"

    office.post(f"{address}files/", {"chosen": [plan.pk]})
    assert office.post(f"{address}files/", {"chosen": [foreign.pk]}).status_code == 404
    assert f'action="{address}files/"' in office.get(address).content.decode()
    with business_scope(acme):
        assert not StoredFile.objects.get(pk=plan.pk).is_shown
    office.post(f"{address}issue/")
    with business_scope(acme):
        assert StoredFile.objects.get(pk=plan.pk).is_shown
    late = office.post(f"{address}files/", {"chosen": []})
    page = late.content.decode()
    assert (late.status_code, "so the files that go along stay as they are" in page) == (409, True)
    assert ("plan.txt" in page, f'action="{address}files/"' in page) == (True, False)


def test_the_timeline_tells_what_became_of_it(office, cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    books.pay(cleo, 1000)
    credited(invoice, {invoice.charges.get().pk: 100})
    mail = Message.objects.create(kind="invoice", to="cleo@x.org", key=f"invoice:{invoice.pk}", last_attempt=1)
    for name, second in (("delivered", 1), ("sent", 2)):  # the server's word came before ours was written
        MessageEvent.objects.create(message=mail, name=name, at=clock.now() + timedelta(seconds=second))

    shown = office.get(f"/workspace/invoices/{invoice.pk}/").content.decode()

    assert shown.index(": delivered") < shown.index(": sent")
    for words in ("Issued", "€9.00 paid, receipt R-00001", "Nothing is left to pay", "€1.00 credited by CN-2026-0001"):
        assert words in shown


def test_settings_preview_the_next_numbers_and_refuse_a_pattern_without_one(office, cleo, acme):
    address = "/workspace/settings/invoicing/"
    said = {
        "pattern": "INV-{year}-{number:03}", "credit_note_pattern": "C-{year}-{number}", "is_reset_yearly": "on",
        "due_days": "30", "automatic": "never", "automatic_day": "1", "accepted_quote": "draft",
        "first_number": "42", "tax_id": "PT500",
    }  # fmt: skip

    wrong = {"INV-{year}": "contain {number}", "I{number}": "need {year}", "<{number}": "cannot be"}
    for pattern, words in wrong.items():
        refused = office.post(address, said | {"pattern": pattern})
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
    alike = office.post(address, said | {"credit_note_pattern": "INV-{year}-{number}"})
    assert "patterns that differ" in alike.content.decode()
    with business_scope(acme):
        assert not InvoicingRules.objects.exists()

    assert office.post(address, said).status_code == 302
    assert "INV-2026-042" in office.get(address).content.decode()
    with business_scope(acme):
        assert issued(cleo, line()).number == "INV-2026-042"
        books.assert_books_add_up()
    assert "first_number" not in office.get(address).content.decode()


def test_where_customers_pay_is_changed_with_the_password_alone_and_every_owner_is_told(office, acme):
    address = "/workspace/settings/invoicing/"
    said = {
        "pattern": "{year}-{number:04}", "credit_note_pattern": "CN-{year}-{number:04}", "is_reset_yearly": "on",
        "due_days": "14", "automatic": "never", "automatic_day": "1", "accepted_quote": "charges",
        "bank_holder": "Somebody else",
    }  # fmt: skip

    for guess in ({}, {"password": "a guess"}):
        refused = office.post(address, said | guess)
        assert (refused.status_code, "That is not your current password." in refused.content.decode()) == (422, True)
    with business_scope(acme):
        assert not InvoicingRules.objects.exists()
        assert not Message.objects.filter(kind="bank_changed").exists()

    assert office.post(address, said | {"password": PASSWORD}).status_code == 302
    assert office.post(address, said | {"due_days": "30"}).status_code == 302
    with business_scope(acme):
        assert (InvoicingRules.objects.get().bank_holder, InvoicingRules.objects.get().due_days) == (
            "Somebody else",
            30,
        )
        assert list(Message.objects.filter(kind="bank_changed").values_list("to", flat=True)) == ["ada@example.com"]


def test_how_one_contact_is_invoiced_is_kept(office, cleo, acme):
    said = {"name": "Van Dam Holding", "address": "Dam 1\nAmsterdam", "country": "NL", "tax_id": "NL1", "due_days": "7"}

    assert office.post(f"/workspace/contacts/{cleo.pk}/invoicing/", said).status_code == 302

    with business_scope(acme):
        assert BillingProfile.objects.get().due_days == 7
        buyer = issued(cleo, line()).document["buyer"]
    assert (buyer["name"], buyer["lines"], buyer["country"]) == ("Van Dam Holding", ["Dam 1", "Amsterdam"], "NL")


def test_a_charge_says_on_which_invoice_it_stands_and_offers_one_before(office, cleo, acme):
    tart = books.charge(cleo, 1000, "Tart")
    before = office.get(f"/workspace/charges/{tart.pk}/").content.decode()
    with business_scope(acme):
        invoice = issued(cleo)
    after = office.get(f"/workspace/charges/{tart.pk}/").content.decode()

    assert ("Invoice what they owe" in before, "Void this charge" in before) == (True, True)
    assert ("Invoice what they owe" in after, "Void this charge" in after) == (False, False)
    assert f"It stands on invoice {invoice.number}" in after
    assert office.post(f"/workspace/charges/{tart.pk}/void/", {"reason": "Twice"}).status_code == 409
