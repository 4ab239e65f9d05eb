"""Correcting what is issued: a credit note takes back a part or all, under its own number, and nothing goes away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from billing.errors import AmountNotPositive, NoSuchCharge, ReasonMissing
from billing.errors.invoices import NotCreditable, NothingToCredit, TooMuchToCredit
from billing.frozen import Line
from billing.models import Charge, Invoice, InvoiceLine, LedgerEntry, Payment
from billing.selectors.invoices import creditable_of
from billing.selectors.refunds import refundable_of
from billing.services.invoice_drafts import locked_invoice
from billing.services.invoice_mail import send_invoice
from billing.services.invoice_numbers import take_number
from billing.services.invoices import freeze
from billing.services.ledger import allocate, latest_uses, post, release, settle_account
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.query_closing import answer_by_taking_off
from billing.services.refunds import RefundDraft, give_back
from billing.services.snapshots import decimal_text, line_of
from billing.services.write_offs import undo_write_offs
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteDraft:
    """What to take back of which charge, tax included; all that is left of the invoice while ``amounts`` is None.

    What had been paid of it becomes credit on the account, or is given back when ``is_refunded``.
    """

    reason: str
    amounts: Mapping[int, Money] | None = None
    is_refunded: bool = False


@transaction.atomic
def credit_invoice(
    invoice_id: int, *, draft: CreditNoteDraft, by: User | None = None, request_key: UUID | None = None
) -> Invoice:
    """Issue a credit note for an invoice; the same ``request_key`` again returns the one it made the first time.

    Raises NotCreditable, ReasonMissing, NothingToCredit, TooMuchToCredit, AmountNotPositive, NoSuchCharge.
    """
    invoice = locked_invoice(invoice_id)
    known = Invoice.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    _check_creditable(invoice, draft.reason)
    credited = _credited(invoice, draft)
    note = _note(invoice, draft, credited, by=by, request_key=request_key)
    freed = [payment for charge, amount in credited for payment in _post(note, charge, amount)]
    if draft.is_refunded:
        _give_back(freed, note, by)
    settle_account(invoice.contact_id, invoice.currency)
    retire_overtaken_attempts(invoice.contact_id)
    _answer_queries(invoice, credited, note, by)
    facts = {"number": note.number, "amount": note.amount.format(require_business().locale), "reason": note.reason}
    record("invoice.credited", invoice, contact_id=invoice.contact_id, corrects=invoice.number, **facts)
    send_invoice(note)
    return note


@transaction.atomic
def void_invoice(invoice_id: int, *, reason: str, is_refunded: bool = False, by: User | None = None) -> Invoice:
    """Make an invoice void by crediting all that is left of it; it keeps its number and stays in the books.

    What was written off of it is claimed again first, so that nothing of a void invoice can fall due later.
    """
    invoice = locked_invoice(invoice_id)
    if invoice.is_void:
        return invoice
    _check_creditable(invoice, reason)
    for charge in invoice.charges.order_by("pk"):
        undo_write_offs(charge_id=charge.pk, by=by, settles=False)  # no credit is drawn in, only to go back
    if any(creditable_of(invoice).values()):
        credit_invoice(invoice.pk, draft=CreditNoteDraft(reason=reason, is_refunded=is_refunded), by=by)
    invoice.state, invoice.voided_at, invoice.reason = Invoice.State.VOID, clock.now(), reason.strip()
    invoice.save(update_fields=["state", "voided_at", "reason"])
    record("invoice.voided", invoice, contact_id=invoice.contact_id, number=invoice.number, reason=invoice.reason)
    return invoice


def _check_creditable(invoice: Invoice, reason: str) -> None:
    if invoice.kind != Invoice.Kind.INVOICE or invoice.state != Invoice.State.ISSUED:
        raise NotCreditable
    if not reason.strip():
        raise ReasonMissing


def _credited(invoice: Invoice, draft: CreditNoteDraft) -> list[tuple[Charge, Money]]:
    """Return what is taken back of which charge, checked against what is left of each."""
    left = creditable_of(invoice)
    if not any(left.values()):
        raise NothingToCredit(number=invoice.number)
    wanted = left if draft.amounts is None else draft.amounts
    charges = {charge.pk: charge for charge in Charge.objects.filter(pk__in=left)}
    if unknown := set(wanted) - set(charges):
        raise NoSuchCharge(unknown=sorted(unknown))
    found = [(charges[pk], amount) for pk, amount in sorted(wanted.items()) if amount]
    if not found:
        raise AmountNotPositive
    for charge, amount in found:
        _check(charge, amount, left[charge.pk])
    return found


def _check(charge: Charge, amount: Money, left: Money) -> None:
    if amount.currency != charge.currency:
        raise CurrencyMismatch(one=amount.currency, other=charge.currency)
    if amount.minor < 0:
        raise AmountNotPositive
    if amount.minor > left.minor:
        raise TooMuchToCredit(left=left.format(require_business().locale), description=charge.description)


def _note(
    invoice: Invoice,
    draft: CreditNoteDraft,
    credited: Iterable[tuple[Charge, Money]],
    *,
    by: User | None,
    request_key: UUID | None,
) -> Invoice:
    """Number and freeze the credit note itself, with its lines."""
    today = clock.today(require_business().time_zone)
    note = Invoice(
        kind=Invoice.Kind.CREDIT_NOTE,
        contact=invoice.contact,
        corrects=invoice,
        currency=invoice.currency,
        rate=invoice.rate,
        issued_on=today,
        is_reverse_charge=invoice.is_reverse_charge,
        reason=draft.reason.strip(),
        created_by_id=by.pk if by else None,
        created_by_name=by.name if by else "",
        request_key=request_key,
    )
    take_number(note, on=today)
    lines = [_line(charge, amount) for charge, amount in credited]
    freeze(note, lines, [], by=by)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=note,
            position=position,
            charge_id=line["charge_id"],
            is_credit=True,
            description=line["description"],
            quantity=Decimal(line["quantity"]),
            unit=line["unit"],
            unit_price_minor=line["unit_price_minor"],
            discount_minor=line["discount_minor"],
            tax_rate=Decimal(line["tax_rate"]),
            tax_inclusive=line["tax_inclusive"],
            net_minor=line["net_minor"],
            tax_minor=line["tax_minor"],
            amount_minor=line["gross_minor"],
        )
        for position, line in enumerate(lines)
    )
    return note


def _line(charge: Charge, amount: Money) -> Line:
    """Say what is taken back of a charge: in its own words when it is all of it, else as one amount."""
    if amount == charge.amount:
        return line_of(charge)
    before = _credited_before(charge)
    net = _net_of(charge, before + amount.minor) - _net_of(charge, before)
    line = line_of(charge)
    line["quantity"], line["unit"] = decimal_text(Decimal(1)), ""
    line["unit_price_minor"] = amount.minor if charge.tax_inclusive else net
    line["discount_percent"], line["discount_minor"] = "", 0
    line["net_minor"], line["tax_minor"], line["gross_minor"] = net, amount.minor - net, amount.minor
    return line


def _net_of(charge: Charge, credited: int) -> int:
    """Return how much of a credited amount is net: by what is credited in all, so that parts add up to the whole."""
    return Money(charge.net_minor, charge.currency).part(credited, charge.amount_minor).minor


def _credited_before(charge: Charge) -> int:
    found = InvoiceLine.objects.filter(charge=charge, is_credit=True).aggregate(sum=Sum("amount_minor"))
    return int(found["sum"] or 0)


def _post(note: Invoice, charge: Charge, amount: Money) -> list[tuple[Payment, int]]:
    """Post the credit to its charge; what had been paid of it comes free. Return how much of which payment."""
    debit = LedgerEntry.objects.get(key=f"charge:{charge.pk}")
    freed = _release(debit, amount.minor - debit.open_minor)
    debit.refresh_from_db()
    credit = LedgerEntry(
        contact_id=charge.contact_id,
        currency=charge.currency,
        kind=LedgerEntry.Kind.CREDIT_NOTE,
        amount_minor=-amount.minor,
        key=f"credit_note:{note.pk}:{charge.pk}",
        charge=charge,
        description=note.number,
        effective_on=clock.today(require_business().time_zone),
    )
    post(credit)
    allocate(credit, debit, amount.minor)
    return freed


def _release(debit: LedgerEntry, minor: int) -> list[tuple[Payment, int]]:
    """Free a debit of what was paid on it, the latest first; a credit note or a write-off stays where it is."""
    paid = {
        LedgerEntry.Kind.PAYMENT,
        LedgerEntry.Kind.CREDIT,
        LedgerEntry.Kind.DISPUTE_WON,
        LedgerEntry.Kind.REFUND_FAILED,
    }
    uses = [use for use in latest_uses(debit) if use.credit.kind in paid]
    freed, left = [], minor
    for use in uses:
        part = min(left, use.amount_minor)
        if part > 0 and use.credit.payment is not None:
            freed.append((use.credit.payment, part))
        left -= max(part, 0)
    release(uses, minor)
    return freed


def _answer_queries(invoice: Invoice, credited: Iterable[tuple[Charge, Money]], note: Invoice, by: User | None) -> None:
    """Whoever takes all of a charge back has answered what its customer asks about it."""
    left = creditable_of(invoice)
    for charge, _amount in credited:
        if not left[charge.pk]:
            answer_by_taking_off(charge, answer=note.reason, by=by)


def _give_back(freed: Iterable[tuple[Payment, int]], note: Invoice, by: User | None) -> None:
    """Order refunds of the payments that came free, each as far as it can still go back; the rest stays credit."""
    sums: dict[int, int] = {}
    for payment, minor in freed:
        sums[payment.pk] = sums.get(payment.pk, 0) + minor
    for payment in Payment.objects.filter(pk__in=sums).order_by("pk"):
        amount = min(Money(sums[payment.pk], payment.currency), refundable_of(payment))
        if amount:
            draft = RefundDraft(amount=amount, reason=f"{note.number}: {note.reason}"[:250])
            give_back(payment.pk, draft=draft, by=by, settles=False)
