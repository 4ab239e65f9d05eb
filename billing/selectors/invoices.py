"""Invoices as the team and their customers read them."""

from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.errors import NoSuchInvoice
from billing.models import Charge, Invoice, LedgerEntry
from billing.models.invoice import InvoiceQuerySet
from billing.selectors.accounts import overdue_entries
from billing.selectors.charges import WRITTEN_OFF
from crm.models import StoredFile
from crm.selectors.files import files_of
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money

STATES = ("draft", "open", "overdue", "paid", "void", "credit_note")
_NOTHING = Value(0, BigIntegerField())


def invoices(*, seen_by: User, today: date, state: str = "", words: str = "") -> InvoiceQuerySet:
    """Return the invoices a member sees, with their contact and what is due, late, credited and written off of each.

    ``state`` is one of STATES, or empty for all.
    """
    found = standing(Invoice.objects.filter(sight.within(seen_by)).select_related("contact"))
    for word in words.split():
        found = found.filter(Q(number__icontains=word) | Q(contact__display_name__icontains=word))
    return _in_state(found, state, today)


def standing(found: InvoiceQuerySet) -> InvoiceQuerySet:
    """Add what is still due, late and written off of each, from the ledger, and what credit notes have taken back."""
    due = (
        LedgerEntry.objects.filter(charge__invoice=OuterRef("pk"), kind=LedgerEntry.Kind.CHARGE)
        .order_by()
        .values("charge__invoice")
        .annotate(sum=Sum("open_minor"))
        .values("sum")
    )
    credited = (
        Invoice.objects.filter(corrects=OuterRef("pk"))
        .order_by()
        .values("corrects")
        .annotate(sum=Sum("amount_minor"))
        .values("sum")
    )
    late = (
        overdue_entries()
        .filter(charge__invoice=OuterRef("pk"), kind=LedgerEntry.Kind.CHARGE)
        .order_by()
        .values("charge__invoice")
        .annotate(sum=Sum("late_minor", output_field=BigIntegerField()))
        .values("sum")
    )
    written_off = (
        LedgerEntry.objects.filter(charge__invoice=OuterRef("pk"), kind__in=WRITTEN_OFF)
        .order_by()
        .values("charge__invoice")
        .annotate(sum=-Sum("amount_minor"))
        .values("sum")
    )
    return found.annotate(
        written_off_minor=Coalesce(Subquery(written_off), 0, output_field=BigIntegerField()),
        due_minor=Coalesce(Subquery(due), _NOTHING),
        late_minor=Coalesce(Subquery(late), _NOTHING),
        credited_minor=Coalesce(Subquery(credited), _NOTHING),
    )


def invoice_for_customer(contact_id: int, invoice_id: int) -> Invoice:
    """Return one of a contact's issued invoices; another contact's is as unknown as a draft, or as none."""
    found = invoices_of(contact_id).filter(pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    return found


def invoices_of(contact_id: int) -> InvoiceQuerySet:
    """Return what a contact has been sent: every invoice and credit note that is issued, void ones as well."""
    return standing(Invoice.objects.issued().filter(contact_id=contact_id).select_related("corrects"))


def attached_to(invoice: Invoice) -> list[StoredFile]:
    """Return the files that go with an issued invoice, as far as the customer may see them."""
    chosen = invoice.attachments.values("file_id")
    return list(files_of(invoice.contact_id).shown().filter(pk__in=chosen))


def open_charge_ids(invoice: Invoice) -> list[int]:
    """Return the charges on an invoice of which something is still due."""
    owed = LedgerEntry.objects.unsettled().filter(charge__invoice=invoice, kind=LedgerEntry.Kind.CHARGE)
    return [charge_id for charge_id in owed.values_list("charge_id", flat=True) if charge_id is not None]


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


def _in_state(found: InvoiceQuerySet, state: str, today: date) -> InvoiceQuerySet:
    owed = found.filter(kind=Invoice.Kind.INVOICE, state=Invoice.State.ISSUED)
    is_owed = Q(due_minor__gt=0)
    late = overdue_entries(today).filter(kind=LedgerEntry.Kind.CHARGE, charge__invoice__isnull=False)
    listed = {
        "draft": found.drafts(),
        "open": owed.filter(is_owed),
        "overdue": owed.filter(pk__in=late.values("charge__invoice")),
        "paid": owed.exclude(is_owed | Q(credited_minor=F("amount_minor")) | Q(written_off_minor__gt=0)),
        "void": found.filter(state=Invoice.State.VOID),
        "credit_note": found.filter(kind=Invoice.Kind.CREDIT_NOTE),
    }
    return listed.get(state, found)
