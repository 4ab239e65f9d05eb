"""Issuing: from here on an invoice has its number and says the same for ever."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from billing.errors.invoices import NothingToInvoice
from billing.frozen import Deposit, Frozen, Line
from billing.models import Charge, Invoice, InvoiceLine, LedgerEntry
from billing.selectors.invoicing import due_days_of
from billing.selectors.rates import rate_on
from billing.services.charges import ChargeDraft, add_charge
from billing.services.invoice_drafts import InvoiceDraft, locked_invoice, save_draft
from billing.services.invoice_events import show_attachments
from billing.services.invoice_mail import send_invoice
from billing.services.invoice_numbers import take_number
from billing.services.pricing import Discount
from billing.services.snapshots import deposits_of, digest_of, frozen_of, line_of, line_said
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are taken for each other on paper."""
CODE_LENGTH = 12
"""31 letters make 59 bits: nobody comes upon a code by trying."""


@transaction.atomic
def issue_invoice(invoice_id: int, *, by: User | None = None, is_mailed: bool = True) -> Invoice:
    """Give a draft its number and freeze it; its lines become charges, and all of them fall due on its day.

    What was paid on them before is shown as deposits. An issued invoice is returned as it is. Raises NothingToInvoice.
    """
    invoice = locked_invoice(invoice_id)
    if not invoice.is_draft:
        return invoice
    today = clock.today(require_business().time_zone)
    invoice.issued_on = today
    invoice.due_on = max(today, invoice.due_on or today + timedelta(days=due_days_of(invoice.contact_id)))
    charges = _charges(invoice, by)
    if not charges:
        raise NothingToInvoice
    debits = _put_on(invoice, charges)
    invoice.rate = None if invoice.currency == require_business().currency else rate_on(invoice.currency, today)
    take_number(invoice, on=today)
    freeze(invoice, [line_of(charge) for charge in charges], deposits_of(debits), by=by)
    record(
        "invoice.issued",
        invoice,
        contact_id=invoice.contact_id,
        number=invoice.number,
        amount=invoice.amount.format(require_business().locale),
    )
    show_attachments(invoice)
    if is_mailed:
        send_invoice(invoice)
    return invoice


@transaction.atomic
def invoice_directly(
    *,
    contact_id: int,
    draft: InvoiceDraft,
    invoice_id: int | None = None,
    by: User | None = None,
    request_key: UUID | None = None,
) -> Invoice:
    """Save a draft and issue it in one transaction: what cannot be issued is not saved either."""
    made = save_draft(contact_id=contact_id, draft=draft, invoice_id=invoice_id, by=by, request_key=request_key)
    return issue_invoice(made.pk, by=by)


def preview_of(invoice: Invoice, lines: Sequence[InvoiceLine] | None = None) -> Frozen:
    """Return what a draft would say if it were issued now; it has no number yet."""
    lines = list(invoice.lines.order_by("position", "pk")) if lines is None else lines
    debits = LedgerEntry.objects.filter(
        charge_id__in=[line.charge_id for line in lines if line.charge_id], kind=LedgerEntry.Kind.CHARGE
    )
    return frozen_of(invoice, [line_said(line) for line in lines], deposits_of(list(debits)))


def freeze(invoice: Invoice, lines: list[Line], deposits: list[Deposit], *, by: User | None) -> None:
    """Write down for good what a numbered invoice says, and save it as issued."""
    invoice.net_minor = sum(line["net_minor"] for line in lines)
    invoice.tax_minor = sum(line["tax_minor"] for line in lines)
    invoice.amount_minor = invoice.net_minor + invoice.tax_minor
    invoice.state, invoice.issued_at = Invoice.State.ISSUED, clock.now()
    invoice.issued_by_name = by.name if by else ""
    invoice.verify_code = "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))
    said = frozen_of(invoice, lines, deposits)
    invoice.frozen, invoice.frozen_sha256 = said, digest_of(said)
    invoice.save()


def _charges(invoice: Invoice, by: User | None) -> list[Charge]:
    """Return what stands on a draft, in its order; a line without a charge puts one on the account now."""
    charges = []
    for line in invoice.lines.select_related("charge").order_by("position", "pk"):
        charge = line.charge or add_charge(contact_id=invoice.contact_id, draft=_charged(invoice, line), added_by=by)
        if line.charge is None:
            InvoiceLine.objects.filter(pk=line.pk).update(charge=charge)
        charges.append(charge)
    return charges


def _charged(invoice: Invoice, line: InvoiceLine) -> ChargeDraft:
    currency = invoice.currency
    amount = None if line.discount_percent else Money(line.discount_minor, currency)
    return ChargeDraft(
        description=line.description,
        unit_price=Money(line.unit_price_minor, currency),
        quantity=line.quantity,
        unit=line.unit,
        tax_rate=line.tax_rate,
        tax_inclusive=line.tax_inclusive,
        discount=Discount(percent=line.discount_percent, amount=amount),
        due_on=invoice.due_on,
        product_id=line.product_id,
        cost=line.product.cost if line.product else None,
    )


def _put_on(invoice: Invoice, charges: list[Charge]) -> list[LedgerEntry]:
    """Let charges stand on the invoice and fall due on its day, in the ledger as well; return their debits."""
    ids = [charge.pk for charge in charges]
    Charge.objects.filter(pk__in=ids).update(invoice=invoice, due_on=invoice.due_on)
    debits = LedgerEntry.objects.filter(charge_id__in=ids, kind=LedgerEntry.Kind.CHARGE)
    debits.update(due_on=invoice.due_on)
    return list(debits)
