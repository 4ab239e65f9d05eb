"""Invoices as the team and their customers read them."""

from django.db.models import Sum

from billing.models import Charge, Invoice, LedgerEntry
from tenants.kernel.money import Money


def invoice_of(charge: Charge) -> Invoice | None:
    """Return the issued invoice that a charge stands on."""
    return charge.invoice


def creditable_of(invoice: Invoice) -> dict[int, Money]:
    """Return what is left of each charge on an invoice: the whole less what was credited and written off."""
    rows = (
        LedgerEntry.objects.filter(charge__invoice=invoice)
        .values("charge_id")
        .annotate(left=Sum("amount_minor"))
        .values_list("charge_id", "left")
    )
    return {charge_id: Money(left, invoice.currency) for charge_id, left in rows}
