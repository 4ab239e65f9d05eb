"""How the business invoices, and how one contact is invoiced."""

from datetime import date

from billing.models import Automatic, BillingProfile, Charge, Invoice, InvoiceCounter, InvoicingRules
from billing.numbering import written
from tenants.kernel.models import BusinessQuerySet


def invoicing_rules() -> InvoicingRules:
    """Return the business's rules, or those that hold until it has said otherwise."""
    return InvoicingRules.as_it_is()


def profile_of(contact_id: int) -> BillingProfile:
    """Return what is different for a contact; nothing is, until somebody has said so."""
    return BillingProfile.objects.filter(contact_id=contact_id).first() or BillingProfile(contact_id=contact_id)


def due_days_of(contact_id: int) -> int:
    days = profile_of(contact_id).due_days
    return invoicing_rules().due_days if days is None else days


def automatic_of(contact_id: int) -> str:
    """Return when a contact's charges become an invoice by themselves, by Automatic."""
    own = BillingProfile.objects.filter(contact_id=contact_id).values_list("automatic", flat=True).first()
    return own or InvoicingRules.objects.values_list("automatic", flat=True).first() or Automatic.NEVER


def pattern_of(rules: InvoicingRules, kind: str) -> str:
    return rules.credit_note_pattern if kind == Invoice.Kind.CREDIT_NOTE else rules.pattern


def next_number(rules: InvoicingRules, kind: str, *, on: date) -> str:
    """Return the number that would be given out next, without taking it."""
    counter = InvoiceCounter.objects.filter(kind=kind, year=counter_year(rules, on)).first()
    return written(pattern_of(rules, kind), number=counter.last_number + 1 if counter else 1, on=on)


def counter_year(rules: InvoicingRules, on: date) -> int:
    """Return the year among whose numbers a day's are counted; 0 where they go on over the years."""
    return on.year if rules.is_reset_yearly else 0


def uninvoiced(contact_id: int | None = None) -> "BusinessQuerySet[Charge]":
    """Return charges on the account that stand on no invoice and no draft, the one that falls due first first."""
    found = Charge.objects.filter(state=Charge.State.OPEN, invoice=None).exclude(invoice_lines__is_credit=False)
    if contact_id is not None:
        found = found.filter(contact_id=contact_id)
    return found.order_by("due_on", "pk")


def unpaid_uninvoiced(contact_id: int | None = None) -> "BusinessQuerySet[Charge]":
    """Return those of them of which something is still due."""
    return uninvoiced(contact_id).filter(entries__kind="charge", entries__open_minor__gt=0)
