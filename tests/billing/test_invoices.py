from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from billing.errors import NoSuchCharge
from billing.errors.invoices import (
    ChargeIsInvoiced,
    ChargeOnDraft,
    InvoiceIsIssued,
    NothingToInvoice,
    NumberTaken,
    ReverseChargeTaxed,
)
from billing.invoice_paper import facts_of
from billing.models import BillingProfile, Charge, Invoice, InvoiceCounter, InvoicingRules, LedgerEntry
from billing.selectors.accounts import balance_of, open_items
from billing.services.charges import ChargeDraft, add_charge, void_charge
from billing.services.invoice_drafts import InvoiceDraft, delete_draft, gather, save_draft
from billing.services.invoices import issue_invoice
from billing.services.pricing import Discount
from billing.services.rates import set_rate
from billing.services.write_offs import write_off
from crm.models import Address
from emails.models import Message
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tests.billing.bills import TEN, TWENTY, draft, issued, line
from tests.billing.books import assert_books_add_up, charge, due, money, pay


@pytest.fixture(autouse=True)
def in_june():
    with clock.held_at(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        yield


def test_open_charges_are_gathered_and_issued_and_nothing_is_owed_twice(cleo):
    charge(cleo, 1000, "Tart", tax_rate=TEN)
    charge(cleo, 500, "Loaf")

    invoice = issued(cleo)

    assert (invoice.number, invoice.sequence, invoice.counter_year) == ("2026-0001", 1, 2026)
    assert (invoice.net_minor, invoice.tax_minor, invoice.amount_minor) == (1500, 100, 1600)
    assert balance_of(cleo.pk) == money(1600)
    assert [found.description for found in invoice.charges.order_by("pk")] == ["Tart", "Loaf"]
    assert_books_add_up()


def test_what_is_invoiced_falls_due_on_the_invoices_day_in_the_ledger_too(cleo):
    InvoicingRules.objects.create(pk=1, due_days=30)
    charge(cleo, 1000, "Tart")

    invoice = issued(cleo)

    assert invoice.due_on == date(2026, 7, 10)
    assert [item.due_on for item in open_items(cleo.pk)] == [date(2026, 7, 10)]
    assert LedgerEntry.objects.get().due_on == date(2026, 7, 10)
    assert_books_add_up()


def test_a_contacts_own_due_days_go_before_the_businesss(cleo):
    BillingProfile.objects.create(contact=cleo, due_days=0)

    assert issued(cleo, line()).due_on == date(2026, 6, 10)


def test_lines_of_its_own_become_charges_at_issue_with_discount_and_tax(cleo, ada):
    made = draft(
        cleo,
        line(2059, "Cakes", quantity=Decimal("1.5"), discount=Discount(percent=TEN), tax_rate=TWENTY),
        line(1200, "Delivery", discount=Discount(amount=money(200)), tax_rate=TEN, tax_inclusive=True),
    )
    assert not Charge.objects.exists()

    invoice = issue_invoice(made.pk, by=ada, is_mailed=False)

    cakes, delivery = invoice.document["lines"]
    assert (cakes["discount_minor"], cakes["net_minor"], cakes["tax_minor"], cakes["gross_minor"]) == (
        309,
        2780,
        556,
        3336,
    )
    assert (delivery["net_minor"], delivery["tax_minor"], delivery["gross_minor"]) == (909, 91, 1000)
    assert invoice.document["tax_groups"] == [
        {"rate": "20", "net_minor": 2780, "tax_minor": 556},
        {"rate": "10", "net_minor": 909, "tax_minor": 91},
    ]
    assert due(cleo) == {"Cakes": 3336, "Delivery": 1000}
    assert_books_add_up()


def test_what_was_paid_before_is_shown_and_deducted(cleo):
    tart = charge(cleo, 1000, "Tart")
    paid = pay(cleo, 400, charge_ids=[tart.pk])
    write_off(charge_id=tart.pk, reason="A good customer", amount=money(100))

    said = issued(cleo).document

    assert said["deposits"] == [
        {"description": paid.receipt_name, "on": "2026-06-10", "amount_minor": 400},
        {"description": "Written off", "on": "2026-06-10", "amount_minor": 100, "is_given": True},
    ]
    assert [said["totals"][f"{name}_minor"] for name in ("gross", "paid", "due")] == [1000, 500, 500]
    labels = [label for label, _amount in facts_of(said, code="", verify_url="")["paid"]]
    assert labels == [f"Paid on 10 June 2026, {paid.receipt_name}", "Written off on 10 June 2026"]


def test_credit_on_the_account_pays_for_lines_of_its_own(cleo):
    pay(cleo, 300)

    said = issued(cleo, line(1000)).document

    assert (said["totals"]["paid_minor"], said["totals"]["due_minor"]) == (300, 700)
    assert balance_of(cleo.pk) == money(700)


def test_it_says_the_same_when_everybody_has_moved(cleo):
    Address.objects.create(contact=cleo, street="Rua Direita 7", postcode="3810-001", city="Aveiro", country="PT")
    InvoicingRules.objects.create(pk=1, tax_id="PT500", iban="PT50 0002", notes="Thank you")
    invoice = issued(cleo, line())
    before = Invoice.objects.get(pk=invoice.pk).frozen

    Address.objects.update(street="Elsewhere 1")
    InvoicingRules.objects.update(tax_id="PT999")
    cleo.display_name = "Cleo Brandt"
    cleo.save()

    said = Invoice.objects.get(pk=invoice.pk).document
    assert said == before
    assert said["buyer"]["lines"] == ["Rua Direita 7", "3810-001 Aveiro", "Portugal"]
    assert (said["buyer"]["name"], said["seller"]["tax_id"], said["seller"]["bank"]["iban"]) == (
        "Cleo van Dam",
        "PT500",
        "PT50 0002",
    )
    assert_books_add_up()


def test_issuing_twice_gives_one_number_and_writes_one_mail(cleo):
    made = draft(cleo, line())

    once, again = issue_invoice(made.pk), issue_invoice(made.pk)

    assert once.number == again.number == "2026-0001"
    assert Message.objects.filter(kind="invoice").count() == 1
    assert Activity.objects.filter(verb="invoice.issued").count() == 1
    assert InvoiceCounter.objects.get().last_number == 1


def test_numbers_begin_anew_with_the_year_where_the_business_is(cleo):
    issued(cleo, line())
    with clock.held_at(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        assert issued(cleo, line()).number == "2027-0001"
        assert_books_add_up()


def test_numbers_go_on_over_the_years_where_the_business_wants_it(cleo):
    InvoicingRules.objects.create(pk=1, pattern="INV-{number:03}", is_reset_yearly=False)
    issued(cleo, line())
    with clock.held_at(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        assert issued(cleo, line()).number == "INV-002"


def test_a_number_that_an_older_pattern_wrote_is_never_given_out_again(cleo):
    issued(cleo, line())
    InvoicingRules.objects.create(pk=1, is_reset_yearly=False)
    made = draft(cleo, line())

    with pytest.raises(NumberTaken, match="2026-0001"):
        issue_invoice(made.pk)

    made.refresh_from_db()
    assert (made.state, made.number, Charge.objects.count()) == ("draft", "", 1)


def test_an_issued_invoice_cannot_be_edited_or_thrown_away(cleo):
    invoice = issued(cleo, line())

    with pytest.raises(InvoiceIsIssued, match="2026-0001"):
        save_draft(contact_id=cleo.pk, invoice_id=invoice.pk, draft=InvoiceDraft(lines=[line(1)]))
    with pytest.raises(InvoiceIsIssued):
        delete_draft(invoice.pk)

    assert Invoice.objects.get().amount_minor == 1000


def test_a_charge_stands_on_one_draft_only(cleo):
    charge(cleo, 1000, "Tart")
    first = gather(contact_id=cleo.pk)
    tart = first.lines.get().charge_id

    with pytest.raises(ChargeOnDraft, match="Tart"):
        save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[tart]))
    with pytest.raises(NothingToInvoice):
        gather(contact_id=cleo.pk)

    delete_draft(first.pk)
    assert gather(contact_id=cleo.pk).lines.get().charge_id == tart


def test_another_contacts_charge_cannot_be_invoiced(cleo, carl):
    hers = charge(carl, 1000)

    with pytest.raises(NoSuchCharge):
        save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[hers.pk]))

    assert not Invoice.objects.exists()


def test_a_charge_on_an_invoice_is_corrected_by_a_credit_note_only(cleo):
    invoice = issued(cleo, line(1000, "Tart"))

    with pytest.raises(ChargeIsInvoiced, match="Make a credit note"):
        void_charge(charge_id=invoice.charges.get().pk, reason="Never came")

    assert balance_of(cleo.pk) == money(1000)


def test_voiding_a_charge_takes_it_off_its_draft(cleo):
    tart, bun = charge(cleo, 1000, "Tart"), charge(cleo, 200, "Bun", tax_rate=Decimal(10))
    made = gather(contact_id=cleo.pk)

    void_charge(charge_id=tart.pk, reason="Never came")
    made.refresh_from_db()
    assert (made.net_minor, made.tax_minor, made.amount_minor) == (200, 20, 220)
    void_charge(charge_id=bun.pk, reason="Never came")

    with pytest.raises(NothingToInvoice):
        issue_invoice(made.pk)
    assert Invoice.objects.get().is_draft


def test_where_the_buyer_accounts_for_the_tax_none_is_added(cleo):
    BillingProfile.objects.create(contact=cleo, is_reverse_charge=True, tax_id="DE123")

    said = issued(cleo, line(1000, tax_rate=TWENTY)).document

    assert (said["reverse_charge"], said["totals"]["tax_minor"], said["buyer"]["tax_id"]) == (True, 0, "DE123")


def test_a_charge_with_tax_cannot_stand_there(cleo):
    tart = charge(cleo, 1000, "Tart", tax_rate=TEN)

    with pytest.raises(ReverseChargeTaxed, match="Tart"):
        save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[tart.pk], is_reverse_charge=True))

    assert not Invoice.objects.exists()


def test_a_form_sent_twice_makes_one_draft(cleo):
    key = uuid4()

    drafts = [save_draft(contact_id=cleo.pk, draft=InvoiceDraft(lines=[line()]), request_key=key) for _ in "ab"]

    assert drafts[0].pk == drafts[1].pk
    assert Invoice.objects.get().lines.count() == 1


@pytest.mark.parametrize("change", [{"number": "X-1", "sequence": 7}, {"frozen": {}}, {"state": "issued"}])
def test_the_database_keeps_drafts_and_issued_ones_apart(cleo, change):
    made = draft(cleo, line())

    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(**change)


def test_what_is_owed_in_another_currency_is_invoiced_in_it_with_the_rate_of_the_day(cleo):
    set_rate(currency="USD", rate=Decimal("0.86"))
    add_charge(contact_id=cleo.pk, draft=ChargeDraft(description="Breakfast", unit_price=Money(28500, "USD")))

    invoice = issued(cleo)

    assert (invoice.currency, invoice.rate, invoice.document["rate"]) == ("USD", Decimal("0.86"), "0.86")
    assert (invoice.document["base_currency"], invoice.document["totals"]["due_minor"]) == ("EUR", 28500)
    assert_books_add_up()


def test_two_currencies_never_stand_on_one_invoice(cleo):
    set_rate(currency="USD", rate=Decimal("0.86"))
    dollars = add_charge(contact_id=cleo.pk, draft=ChargeDraft(description="Tea", unit_price=Money(500, "USD")))

    with pytest.raises(CurrencyMismatch):
        save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[dollars.pk], lines=[line(100)]))

    assert not Invoice.objects.exists()
