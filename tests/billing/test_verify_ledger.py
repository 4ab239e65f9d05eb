"""The books are proved by queries; each is shown to notice the error that it is there for."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from billing.models import AttemptItem, Invoice, PaymentAttempt
from billing.selectors.faults import CHECKS, faults
from billing.services.charges import void_charge
from billing.services.credits import CreditDraft, give_credit, take_credit_back
from billing.services.invoice_papers import kept_invoice
from billing.services.refunds import RefundDraft, give_back
from billing.services.write_offs import write_off
from tests.billing.bills import credited, issued, line
from tests.billing.books import TEN_PERCENT, charge, money, pay

PLANTED = {
    "entry_open": "UPDATE billing_ledger_entry SET open_minor = open_minor + 1 WHERE key = 'charge:{tart}'",
    "allocation_sides": """UPDATE billing_allocation SET credit_id = debit_id, debit_id = credit_id
        WHERE id = (SELECT min(id) FROM billing_allocation WHERE released_at IS NULL)""",
    "idle_credit": """UPDATE billing_ledger_entry SET open_minor = 1
        WHERE key IN ('charge:{tart}', 'payment:{payment}')""",
    "charge_entries": """UPDATE billing_ledger_entry SET amount_minor = amount_minor + 1, open_minor = open_minor + 1
        WHERE key = 'charge:{tart}'""",
    "payment_entries": "UPDATE billing_payment SET state = 'failed', receipt_number = NULL WHERE id = {payment}",
    "reversals": """INSERT INTO billing_ledger_entry (contact_id, currency, kind, amount_minor, open_minor, key,
        payment_id, description, effective_on, due_on) SELECT contact_id, currency, 'refund', 999999, 999999, 'x',
        id, '', current_date, current_date FROM billing_payment WHERE id = {payment}""",
    "orphans": """ALTER TABLE billing_ledger_entry DROP CONSTRAINT billing_ledger_origin;
        UPDATE billing_ledger_entry SET charge_id = NULL WHERE key = 'charge:{tart}'""",
    "charge_sum": """ALTER TABLE billing_charge DROP CONSTRAINT billing_charge_sum;
        UPDATE billing_charge SET tax_minor = tax_minor + 1 WHERE id = {tart}""",
    "charge_price": "UPDATE billing_charge SET net_minor = net_minor + 1, tax_minor = tax_minor - 1 WHERE id = {tart}",
    "receipts": "UPDATE billing_payment SET receipt_number = 9 WHERE id = {payment}",
    "totals": "DELETE FROM billing_ledger_entry WHERE key = 'charge:{unpaid}'",
    "given_sum": """UPDATE billing_ledger_entry SET amount_minor = amount_minor * 9, open_minor = 0
        WHERE kind = 'write_off'""",
    "given_use": """UPDATE billing_allocation
        SET debit_id = (SELECT id FROM billing_ledger_entry WHERE key = 'charge:{tart}')
        WHERE credit_id = (SELECT id FROM billing_ledger_entry WHERE kind = 'write_off')""",
    "given_back": "UPDATE billing_ledger_entry SET key = 'credit_back:0' WHERE kind = 'credit_back'",
    "given_for_payment": """UPDATE billing_ledger_entry SET payment_id = {payment}, amount_minor = -999999
        WHERE kind = 'credit'""",
    "attempt_items": "UPDATE billing_attempt_item SET amount_minor = amount_minor - 1",
    "attempt_payment": """UPDATE billing_payment_attempt SET state = 'succeeded';
        UPDATE billing_attempt_item SET is_live = false""",
    "invoice_numbers": "UPDATE billing_invoice_counter SET last_number = last_number + 1 WHERE kind = 'invoice'",
    "invoice_frozen": """UPDATE billing_invoice SET frozen = jsonb_set(frozen, '{{buyer,name}}', '"Another"')
        WHERE id = {invoice}""",
    "invoice_columns": "UPDATE billing_invoice SET net_minor = net_minor - 1, tax_minor = tax_minor + 1",
    "invoice_lines": "UPDATE billing_charge SET invoice_id = NULL WHERE invoice_id = {invoice}",
    "invoice_charges": "UPDATE billing_charge SET due_on = due_on + 1 WHERE invoice_id = {invoice}",
    "credit_notes": """UPDATE billing_invoice_line SET net_minor = net_minor + 1, amount_minor = amount_minor + 1
        WHERE is_credit""",
    "payment_days": "UPDATE billing_ledger_entry SET effective_on = effective_on - 1 WHERE key = 'payment:{payment}'",
    "refund_orders": "DELETE FROM billing_refund_order",
    "invoice_void": "UPDATE billing_invoice SET state = 'void', voided_at = now() WHERE id = {invoice}",
}


@pytest.fixture
def planted(cleo, carl):
    """Books with something of everything; returns the ids that the errors are planted at."""
    tart = charge(cleo, 1000, "Tart", tax_rate=TEN_PERCENT)
    charge(cleo, 500, "Rolls")
    payment = pay(cleo, 1200)
    void_charge(charge_id=charge(cleo, 300, "Mistake").pk, reason="Mistake")
    write_off(charge_id=charge(cleo, 200, "Lost").pk, reason="Gone")
    credit = give_credit(carl.pk, draft=CreditDraft(amount=money(100), reason="Kindness"))
    take_credit_back(credit.pk, reason="Not kind")
    give_back(payment.pk, draft=RefundDraft(amount=money(50), reason="A mistake"))
    unpaid = charge(carl, 700, "Cake")
    attempt = PaymentAttempt.objects.create(
        contact=carl, amount_minor=700, currency="EUR", idempotency_key="k", expires_at=timezone.now()
    )
    AttemptItem.objects.create(attempt=attempt, charge=unpaid, amount_minor=700)
    invoice = issued(carl, line(900, "Bread"), line(100, "Bag"))
    credited(invoice, {invoice.charges.order_by("pk")[0].pk: 300})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {"tart": tart.pk, "payment": payment.pk, "unpaid": unpaid.pk, "invoice": invoice.pk}


def verify(*arguments: str) -> str:
    said = StringIO()
    call_command("verify_ledger", *arguments, stdout=said)
    return said.getvalue()


def test_books_kept_by_the_rules_add_up(planted):
    assert verify("acme") == "acme: the books add up\n"
    assert "globex: the books add up\n" in verify("--all")


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_notices_its_error(name, planted, acme):
    with connection.cursor() as cursor:
        cursor.execute(PLANTED[name].format(**planted))

    found = [fault for fault, _sentence in faults()]

    assert name in found


def test_a_fault_ends_the_command_with_1_and_is_named(planted, acme):
    with connection.cursor() as cursor:
        cursor.execute(PLANTED["receipts"].format(**planted))

    said = StringIO()
    with pytest.raises(CommandError, match="1 faults") as refusal:
        call_command("verify_ledger", "--all", stdout=said)

    assert refusal.value.returncode == 1
    assert (
        "acme: receipts: Receipt numbers run from 9 to 9 over 1 payments, and the counter stands at 1."
        in said.getvalue()
    )
    assert "globex: the books add up" in said.getvalue()


def test_papers_are_read_back_only_when_asked_for(planted, media):
    kept_invoice(Invoice.objects.issued().earliest("pk").pk)
    (path,) = [path for path in media.rglob("*") if path.is_file()]
    path.write_bytes(b"%PDF-")

    assert verify("acme") == "acme: the books add up\n"
    with pytest.raises(CommandError, match="1 faults"):
        verify("acme", "--papers")


@pytest.mark.parametrize("arguments", [(), ("acme", "--all"), ("nobody",)])
def test_a_question_about_no_business_is_refused(db, arguments):
    with pytest.raises(CommandError) as refusal:
        verify(*arguments)

    assert refusal.value.returncode == 2
