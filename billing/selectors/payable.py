"""What money that comes in can be meant for: an open invoice, or an open charge that stands on none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from billing.models import LedgerEntry
from billing.selectors.overdue import next_day
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Payable:
    """One of a contact's open items; ``key`` is its value in a form."""

    key: str
    charge_ids: tuple[int, ...]
    due: Money
    due_on: date
    description: str
    invoice_number: str = ""


def payables_of(contact_id: int, currencies: Collection[str]) -> list[Payable]:
    """Return what a contact owes in these currencies, in one query: invoices first, and what falls due first first."""
    entries = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id=contact_id, currency__in=currencies, kind=LedgerEntry.Kind.CHARGE)
        .select_related("charge")
        .annotate(number=F("charge__invoice__number"), day=next_day())
        .order_by("due_on", "pk")
    )
    found: dict[str, Payable] = {}
    for entry in entries:
        one = _payable(entry)
        found[one.key] = _together(found[one.key], one) if one.key in found else one
    return sorted(found.values(), key=lambda one: not one.invoice_number)


def _payable(entry: LedgerEntry) -> Payable:
    charge, number = entry.charge, entry.number or ""  # type: ignore[attr-defined]
    assert charge is not None  # noqa: S101 for the type checker
    key = f"invoice:{charge.invoice_id}" if number else f"charge:{charge.pk}"
    due_on = entry.day or entry.due_on or charge.due_on  # type: ignore[attr-defined]
    return Payable(key, (charge.pk,), entry.open, due_on, charge.description, number)


def _together(one: Payable, other: Payable) -> Payable:
    """Add up two charges on the same invoice; the day of the first counts."""
    ids, due = one.charge_ids + other.charge_ids, one.due + other.due
    return Payable(one.key, ids, due, one.due_on, one.description, one.invoice_number)
