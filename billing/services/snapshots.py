"""What an invoice says, written down for good: see billing.frozen for its shape."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import connection
from django.db.backends.postgresql.psycopg_any import Jsonb
from django.utils.translation import override

from billing.frozen import Buyer, Corrected, Deposit, Frozen, Line, Seller, TaxGroup, Totals
from billing.models import Allocation, Charge, Invoice, InvoiceLine, InvoicingRules, LedgerEntry
from billing.selectors.invoicing import invoicing_rules, profile_of
from crm.models import Address, Contact, ContactEmail
from crm.selectors.details import lines_of
from tenants.kernel.scope import BusinessSnapshot, require_business

LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "PH", "PR", "SV", "VE"})
"""Where paper is Letter and not A4: CLDR's paperSize of territories."""


def frozen_of(invoice: Invoice, lines: Sequence[Line], deposits: Sequence[Deposit]) -> Frozen:
    """Put together what a numbered invoice or credit note will say for good, in the business's language."""
    business, rules = require_business(), invoicing_rules()
    with override(business.locale):
        buyer = buyer_of(invoice.contact)
    paid = sum(deposit["amount_minor"] for deposit in deposits)
    return Frozen(
        kind=invoice.kind,
        number=invoice.number,
        issued_on=_day(invoice.issued_on),
        supplied_on=_day(invoice.supplied_on),
        due_on=_day(invoice.due_on),
        currency=invoice.currency,
        rate="" if invoice.rate is None else f"{invoice.rate.normalize():f}",
        base_currency=business.currency,
        locale=business.locale,
        paper=paper_of(rules, business),
        seller=seller_of(business, rules),
        buyer=buyer,
        brand={
            "version": business.brand.version,
            "primary": business.brand.primary,
            "accent": business.brand.accent,
            "logo_key": business.brand.logo_key,
        },
        lines=list(lines),
        tax_groups=tax_groups(lines),
        totals=_totals(lines, paid, is_owed=not invoice.is_credit_note),
        deposits=list(deposits),
        reverse_charge=invoice.is_reverse_charge,
        notes=invoice.notes,
        terms=invoice.terms,
        corrects=_corrected(invoice),
        reason=invoice.reason,
    )


def digest_of(frozen: Frozen) -> str:
    """Return the SHA-256 of a snapshot as the database will write it, so that plain SQL can check it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sha256(convert_to((%s::jsonb)::text, 'UTF8')), 'hex')", [Jsonb(frozen)])
        (digest,) = cursor.fetchone()
    return str(digest)


def line_of(charge: Charge) -> Line:
    """Say what a charge says."""
    return _line(charge, charge_id=charge.pk, reason=charge.reason)


def line_said(line: InvoiceLine) -> Line:
    """Say what a line of a draft says."""
    return _line(line, charge_id=line.charge_id or 0, reason=line.charge.reason if line.charge else "")


def _line(charge: Charge | InvoiceLine, *, charge_id: int, reason: str) -> Line:
    return Line(
        charge_id=charge_id,
        description=charge.description,
        reason=reason,
        quantity=decimal_text(charge.quantity),
        unit=charge.unit,
        unit_price_minor=charge.unit_price_minor,
        discount_percent=decimal_text(charge.discount_percent) if charge.discount_percent else "",
        discount_minor=charge.discount_minor,
        net_minor=charge.net_minor,
        tax_rate=decimal_text(charge.tax_rate),
        tax_minor=charge.tax_minor,
        gross_minor=charge.amount_minor,
        tax_inclusive=charge.tax_inclusive,
    )


def tax_groups(lines: Iterable[Line]) -> list[TaxGroup]:
    """Add up the lines of each rate, the highest first."""
    sums: dict[Decimal, TaxGroup] = {}
    for line in lines:
        group = sums.setdefault(Decimal(line["tax_rate"]), TaxGroup(rate=line["tax_rate"], net_minor=0, tax_minor=0))
        group["net_minor"] += line["net_minor"]
        group["tax_minor"] += line["tax_minor"]
    return [sums[rate] for rate in sorted(sums, reverse=True)]


def deposits_of(debits: Sequence[LedgerEntry]) -> list[Deposit]:
    """Return what had been paid or given on charges before they are invoiced, the oldest first."""
    uses = Allocation.objects.filter(debit__in=debits, released_at=None).select_related("credit__payment")
    found: dict[int, Deposit] = {}
    for use in uses.order_by("credit__effective_on", "credit_id"):
        credit = use.credit
        named = credit.payment.receipt_name if credit.payment else str(credit.get_kind_display())
        deposit = Deposit(description=named, on=credit.effective_on.isoformat(), amount_minor=0)
        if credit.payment is None:
            deposit["is_given"] = True
        found.setdefault(credit.pk, deposit)["amount_minor"] += use.amount_minor
    return list(found.values())


def seller_of(business: BusinessSnapshot, rules: InvoicingRules) -> Seller:
    return Seller(
        name=business.name,
        lines=[line.strip() for line in business.address.splitlines() if line.strip()],
        country=business.country,
        tax_id=rules.tax_id,
        registration=rules.registration,
        email=business.reply_to,
        phone=business.phone,
        bank={"holder": rules.bank_holder, "iban": rules.iban, "bic": rules.bic, "other": rules.bank_other},
    )


def buyer_of(contact: Contact) -> Buyer:
    """Return who is invoiced: as the billing profile says it, else as the contact does."""
    profile = profile_of(contact.pk)
    address = Address.objects.filter(contact=contact).first() or Address()
    emails = ContactEmail.objects.filter(contact=contact).order_by("-is_primary", "pk")
    return Buyer(
        name=profile.name or contact.display_name,
        company="" if profile.name else contact.subtitle,
        lines=[line.strip() for line in (profile.address or lines_of(address)).splitlines() if line.strip()],
        country=profile.country or address.country,
        tax_id=profile.tax_id,
        email=emails.values_list("address", flat=True).first() or "",
    )


def paper_of(rules: InvoicingRules, business: BusinessSnapshot) -> str:
    if rules.paper:
        return rules.paper
    return rules.Paper.LETTER if business.country in LETTER_COUNTRIES else rules.Paper.A4


def decimal_text(value: Decimal) -> str:
    """Write a quantity or rate without zeros that say nothing: 2.500 is "2.5", 10 is "10"."""
    return f"{value.normalize():f}"


def _totals(lines: Sequence[Line], paid: int, *, is_owed: bool) -> Totals:
    gross = sum(line["gross_minor"] for line in lines)
    return Totals(
        net_minor=sum(line["net_minor"] for line in lines),
        tax_minor=sum(line["tax_minor"] for line in lines),
        gross_minor=gross,
        paid_minor=paid,
        due_minor=gross - paid if is_owed else 0,
    )


def _corrected(invoice: Invoice) -> Corrected | None:
    corrected = invoice.corrects
    return None if corrected is None else Corrected(number=corrected.number, issued_on=_day(corrected.issued_on))


def _day(day: object) -> str:
    return "" if day is None else str(day)
