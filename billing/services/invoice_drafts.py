"""Drafts: open charges gathered, lines of their own, and nothing that cannot be changed yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from billing.errors import ChargeIsVoid, NoSuchCharge, NoSuchInvoice
from billing.errors.invoices import (
    ChargeIsInvoiced,
    ChargeOnDraft,
    InvoiceIsIssued,
    NothingToInvoice,
    ReverseChargeTaxed,
)
from billing.models import Charge, Invoice, InvoiceLine
from billing.selectors.invoicing import invoicing_rules, profile_of, unpaid_uninvoiced
from billing.services.ledger import lock_account
from billing.services.pricing import NO_DISCOUNT, Discount, price_line
from tenants.accounts.models import User
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """A line that becomes a charge at issue; ``tax_rate`` in percent."""

    description: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    unit: str = ""
    discount: Discount = NO_DISCOUNT
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    product_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDraft:
    """What is to be invoiced: charges that are on the account, then lines of its own.

    ``notes``, ``terms`` and ``is_reverse_charge`` are the business's and the contact's usual ones while they are None.
    """

    charge_ids: Sequence[int] = ()
    lines: Sequence[LineDraft] = ()
    notes: str | None = None
    terms: str | None = None
    supplied_on: date | None = None
    due_on: date | None = None
    is_reverse_charge: bool | None = None


@transaction.atomic
def gather(*, contact_id: int, by: User | None = None, request_key: UUID | None = None) -> Invoice:
    """Make a draft of all that a contact owes and that stands on no invoice yet, in one currency.

    That is the business's own as long as something is owed in it. Raises NothingToInvoice.
    """
    lock_account(contact_id)
    owed = list(unpaid_uninvoiced(contact_id).values_list("pk", "currency"))
    if not owed:
        raise NothingToInvoice
    base = require_business().currency
    currency = base if base in dict(owed).values() else min(dict(owed).values())
    draft = InvoiceDraft(charge_ids=[charge_id for charge_id, owed_in in owed if owed_in == currency])
    return save_draft(contact_id=contact_id, draft=draft, by=by, request_key=request_key)


@transaction.atomic
def draft_over(contact_id: int, charges: Iterable[Charge]) -> Invoice:
    """Make a draft of charges in one currency; what was charged with tax keeps it, whoever accounts for it."""
    charges = list(charges)
    is_reverse = profile_of(contact_id).is_reverse_charge and not any(charge.tax_minor for charge in charges)
    draft = InvoiceDraft(charge_ids=[charge.pk for charge in charges], is_reverse_charge=is_reverse)
    return save_draft(contact_id=contact_id, draft=draft)


@transaction.atomic
def save_draft(
    *,
    contact_id: int,
    draft: InvoiceDraft,
    invoice_id: int | None = None,
    by: User | None = None,
    request_key: UUID | None = None,
) -> Invoice:
    """Make a draft, or put what is given in the place of all that one said.

    The same ``request_key`` again returns the draft it made the first time.
    """
    lock_account(contact_id)
    known = Invoice.objects.filter(request_key=request_key).first() if request_key and not invoice_id else None
    if known is not None:
        return known
    invoice = locked_draft(invoice_id) if invoice_id else _new(contact_id, by, request_key)
    _say(invoice, draft)
    invoice.save()
    lines = _lines(invoice, draft)
    invoice.lines.all().delete()
    for position, line in enumerate(lines):
        line.invoice, line.position = invoice, position
    InvoiceLine.objects.bulk_create(lines)
    _add_up(invoice, lines)
    return invoice


def priced_draft(
    *, contact_id: int, draft: InvoiceDraft, invoice_id: int | None = None
) -> tuple[Invoice, list[InvoiceLine]]:
    """Return what save_draft would make of it, with nothing saved; it raises the same."""
    invoice = Invoice.objects.get(pk=invoice_id) if invoice_id else _new(contact_id, None, None)
    _say(invoice, draft)
    return invoice, _lines(invoice, draft)


@transaction.atomic
def delete_draft(invoice_id: int) -> None:
    """Throw a draft away; its charges stay on the account. Raises InvoiceIsIssued for what has a number."""
    locked_draft(invoice_id).delete()


def locked_draft(invoice_id: int) -> Invoice:
    """Return a draft that nobody else can change or issue; raises InvoiceIsIssued once it has a number."""
    invoice = locked_invoice(invoice_id)
    if not invoice.is_draft:
        raise InvoiceIsIssued(number=invoice.number)
    return invoice


def locked_invoice(invoice_id: int) -> Invoice:
    """Return an invoice whose account nobody else can move money on."""
    contact_id = Invoice.objects.filter(pk=invoice_id).values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NoSuchInvoice
    contact = lock_account(contact_id)
    found = Invoice.objects.filter(pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    found.contact = contact
    return found


def _new(contact_id: int, by: User | None, request_key: UUID | None) -> Invoice:
    rules = invoicing_rules()
    return Invoice(
        contact_id=contact_id,
        notes=rules.notes,
        terms=rules.terms,
        is_reverse_charge=profile_of(contact_id).is_reverse_charge,
        created_by_id=by.pk if by else None,
        created_by_name=by.name if by else "",
        request_key=request_key,
    )


def _say(invoice: Invoice, draft: InvoiceDraft) -> None:
    """Put what a draft says beside its lines into it."""
    for name in ("notes", "terms", "is_reverse_charge"):
        if (said := getattr(draft, name)) is not None:
            setattr(invoice, name, said)
    invoice.supplied_on, invoice.due_on = draft.supplied_on, draft.due_on
    first = Charge.objects.filter(pk__in=draft.charge_ids).values_list("currency", flat=True).first()
    invoice.currency = first or (draft.lines[0].unit_price.currency if draft.lines else require_business().currency)


def _lines(invoice: Invoice, draft: InvoiceDraft) -> list[InvoiceLine]:
    charges = _chosen(invoice, draft.charge_ids)
    return [_of_charge(charge) for charge in charges] + [_of_draft(invoice, line) for line in draft.lines]


def _chosen(invoice: Invoice, charge_ids: Sequence[int]) -> list[Charge]:
    found = Charge.objects.filter(pk__in=charge_ids, contact_id=invoice.contact_id).select_related("invoice")
    charges = sorted(found, key=lambda charge: (charge.due_on, charge.pk))
    if len(charges) != len(set(charge_ids)):
        raise NoSuchCharge
    taken = InvoiceLine.objects.filter(charge__in=charges, is_credit=False).exclude(invoice_id=invoice.pk)
    elsewhere = set(taken.values_list("charge_id", flat=True))
    for charge in charges:
        _check(invoice, charge, is_on_draft=charge.pk in elsewhere)
    return charges


def _check(invoice: Invoice, charge: Charge, *, is_on_draft: bool) -> None:
    if charge.is_void:
        raise ChargeIsVoid(description=charge.description)
    if charge.invoice is not None:
        raise ChargeIsInvoiced(description=charge.description, number=charge.invoice.number)
    if is_on_draft:
        raise ChargeOnDraft(description=charge.description)
    if charge.currency != invoice.currency:
        raise CurrencyMismatch(one=charge.currency, other=invoice.currency)
    if invoice.is_reverse_charge and charge.tax_minor:
        raise ReverseChargeTaxed(description=charge.description)


def _of_charge(charge: Charge) -> InvoiceLine:
    names = (
        "product_id", "description", "quantity", "unit", "unit_price_minor", "discount_percent", "discount_minor",
        "tax_rate", "tax_inclusive", "net_minor", "tax_minor", "amount_minor",
    )  # fmt: skip
    return InvoiceLine(charge=charge, **{name: getattr(charge, name) for name in names})


def _of_draft(invoice: Invoice, line: LineDraft) -> InvoiceLine:
    """Price a line; where the buyer accounts for the tax, none is added."""
    if line.unit_price.currency != invoice.currency:
        raise CurrencyMismatch(one=line.unit_price.currency, other=invoice.currency)
    rate = Decimal(0) if invoice.is_reverse_charge else line.tax_rate
    price = price_line(
        unit_price=line.unit_price,
        quantity=line.quantity,
        tax_rate=rate,
        tax_inclusive=line.tax_inclusive,
        discount=line.discount,
    )
    return InvoiceLine(
        product_id=line.product_id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_minor=line.unit_price.minor,
        discount_percent=line.discount.percent,
        discount_minor=price.discount.minor,
        tax_rate=rate,
        tax_inclusive=line.tax_inclusive,
        net_minor=price.net.minor,
        tax_minor=price.tax.minor,
        amount_minor=price.gross.minor,
    )


def _add_up(invoice: Invoice, lines: Sequence[InvoiceLine]) -> None:
    invoice.net_minor = sum(line.net_minor for line in lines)
    invoice.tax_minor = sum(line.tax_minor for line in lines)
    invoice.amount_minor = sum(line.amount_minor for line in lines)
    invoice.save(update_fields=["net_minor", "tax_minor", "amount_minor"])
