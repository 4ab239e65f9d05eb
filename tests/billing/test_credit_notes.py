from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from billing.errors import NoSuchCharge, ReasonMissing
from billing.errors.invoices import NotCreditable, NothingToCredit, TooMuchToCredit
from billing.models import Invoice, LedgerEntry, RefundOrder
from billing.selectors.accounts import balance_of
from billing.selectors.invoices import creditable_of
from billing.services.credit_notes import CreditNoteDraft, credit_invoice, void_invoice
from billing.services.write_offs import undo_write_offs, write_off
from emails.models import Message
from tenants.kernel import clock
from tests.billing.bills import credited, draft, issued, line, only_charge
from tests.billing.books import assert_books_add_up, charge, due, entries, money, pay


@pytest.fixture(autouse=True)
def in_june():
    with clock.held_at(datetime(2026, 6, 10, 12, tzinfo=UTC)):
        yield


def test_a_whole_invoice_is_taken_back_under_a_number_of_its_own(cleo):
    invoice = issued(cleo, line(1000, "Tart", tax_rate=Decimal(23)), line(500, "Loaf"))

    note = credited(invoice)

    assert (note.number, note.corrects_id, note.amount_minor) == ("CN-2026-0001", invoice.pk, 1730)
    assert note.document["corrects"] == {"number": "2026-0001", "issued_on": "2026-06-10"}
    assert (balance_of(cleo.pk), due(cleo)) == (money(0), {})
    assert Message.objects.get(kind="credit_note").context["number"] == "CN-2026-0001"
    assert_books_add_up()


def test_parts_of_a_line_add_up_to_the_whole_in_net_and_tax(cleo):
    invoice = issued(cleo, line(999, "Tart", tax_rate=Decimal(23)))
    tart = only_charge(invoice)

    notes = [credited(invoice, {tart: minor}) for minor in (100, 333, 1, 795)]

    assert [(note.net_minor, note.tax_minor) for note in notes] == [(81, 19), (271, 62), (1, 0), (646, 149)]
    assert (sum(note.net_minor for note in notes), sum(note.tax_minor for note in notes)) == (999, 230)
    assert_books_add_up()


def test_no_more_can_be_taken_back_than_is_left(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    tart = only_charge(invoice)
    credited(invoice, {tart: 700})

    with pytest.raises(TooMuchToCredit, match=r"€3\.00"):
        credited(invoice, {tart: 301})
    credited(invoice)
    with pytest.raises(NothingToCredit):
        credited(invoice)

    assert Invoice.objects.filter(kind="credit_note").count() == 2
    assert_books_add_up()


def test_what_was_paid_becomes_credit_and_settles_what_else_is_due(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    pay(cleo, 1000)
    charge(cleo, 300, "Loaf")

    credited(invoice)

    assert (balance_of(cleo.pk), due(cleo)) == (money(-700), {})
    assert_books_add_up()


def test_or_goes_back_the_way_it_came(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    paid = pay(cleo, 1000)

    credited(invoice, {only_charge(invoice): 400}, is_refunded=True)

    assert [(order.payment_id, order.amount_minor) for order in RefundOrder.objects.all()] == [(paid.pk, 400)]
    assert entries(cleo) == [("charge", 1000), ("payment", -1000), ("credit_note", -400), ("refund", 400)]
    assert (balance_of(cleo.pk), due(cleo)) == (money(0), {})
    assert_books_add_up()


def test_a_part_paid_line_frees_only_what_is_taken_back_of_it(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    pay(cleo, 600)

    credited(invoice, {only_charge(invoice): 700}, is_refunded=True)

    assert RefundOrder.objects.get().amount_minor == 300
    assert (balance_of(cleo.pk), due(cleo)) == (money(0), {})
    assert_books_add_up()


def test_a_void_invoice_is_credited_whole_and_keeps_its_number(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    credited(invoice, {only_charge(invoice): 250})

    void = void_invoice(invoice.pk, reason="Sent to the wrong person")

    assert (void.state, void.number, void.reason) == ("void", "2026-0001", "Sent to the wrong person")
    assert list(invoice.credit_notes.order_by("pk").values_list("amount_minor", flat=True)) == [250, 750]
    assert creditable_of(invoice) == {only_charge(invoice): money(0)}
    assert issued(cleo, line()).number == "2026-0002"
    assert_books_add_up()


def test_what_was_written_off_of_a_void_invoice_never_falls_due_again(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    pay(cleo, 400)
    write_off(charge_id=only_charge(invoice), reason="Moved abroad")

    void_invoice(invoice.pk, reason="Sent to the wrong person")
    undone = undo_write_offs(charge_id=only_charge(invoice))

    assert (invoice.credit_notes.get().amount_minor, undone) == (1000, money(0))
    assert (balance_of(cleo.pk), due(cleo)) == (money(-400), {})
    assert_books_add_up()


def test_voiding_gives_back_what_the_invoice_was_paid_with_and_no_other_credit(cleo):
    invoice = issued(cleo, line(1000, "Tart"))
    write_off(charge_id=only_charge(invoice), reason="Moved abroad")
    pay(cleo, 500)

    void_invoice(invoice.pk, reason="Sent to the wrong person", is_refunded=True)

    assert (RefundOrder.objects.count(), balance_of(cleo.pk)) == (0, money(-500))
    assert_books_add_up()


def test_what_is_void_drafted_or_itself_a_credit_note_cannot_be_credited(cleo):
    invoice = issued(cleo, line(1000))
    note = credited(invoice, {only_charge(invoice): 10})
    void_invoice(invoice.pk, reason="Wrong")
    count = Invoice.objects.count()

    for wrong in (invoice, note, draft(cleo, line())):
        with pytest.raises(NotCreditable):
            credited(wrong)

    assert Invoice.objects.filter(kind="credit_note").count() == 2
    assert Invoice.objects.count() == count + 1


def test_a_reason_is_asked_for_and_another_invoices_line_refused(cleo):
    invoice, other = issued(cleo, line(1000)), issued(cleo, line(500))

    with pytest.raises(ReasonMissing):
        credited(invoice, reason=" ")
    with pytest.raises(NoSuchCharge):
        credited(invoice, {only_charge(other): 10})

    assert not LedgerEntry.objects.filter(kind="credit_note").exists()


def test_a_form_sent_twice_makes_one_credit_note(cleo):
    invoice, key = issued(cleo, line(1000)), uuid4()
    wanted = CreditNoteDraft(reason="Two were missing", amounts={only_charge(invoice): money(10)})

    once, again = [credit_invoice(invoice.pk, draft=wanted, request_key=key) for _ in "ab"]

    assert once.pk == again.pk
    assert balance_of(cleo.pk) == money(990)
