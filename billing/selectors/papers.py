"""Which papers are whose, and what a page shows of one."""

from dataclasses import dataclass
from datetime import date

from billing.errors import NoSuchInvoice
from billing.models import AttemptItem, Invoice
from billing.selectors.instalments import instalment_days
from billing.selectors.invoice_papers import Paper
from billing.selectors.invoices import open_charge_ids
from billing.selectors.verification import Standing, due_of, standing_of
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a page shows it: what it says, and what has become of it since."""

    invoice: Invoice
    paper: Paper
    standing: Standing
    due: Money
    due_on: date | None
    is_overdue: bool
    is_on_its_way: bool


def paper_of(contact_id: int, invoice_id: int) -> Invoice:
    """Return an issued document of a contact; a draft and another's are as unknown as one that never was."""
    found = Invoice.objects.issued().filter(contact_id=contact_id, pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    return found


def shown(invoice: Invoice) -> Shown:
    """Return an issued document as a page shows it."""
    due, due_on = due_of(invoice), _due_on(invoice)
    today = clock.today(require_business().time_zone)
    is_due = bool(due) and not invoice.is_credit_note
    on_its_way = AttemptItem.objects.filter(
        is_live=True, charge__invoice=invoice, attempt__state="processing"
    )  # fmt: skip
    return Shown(
        invoice=invoice,
        paper=Paper.of(invoice.document),
        standing=standing_of(invoice),
        due=due,
        due_on=due_on,
        is_overdue=is_due and due_on is not None and due_on < today,
        is_on_its_way=on_its_way.exists(),
    )


def _due_on(invoice: Invoice) -> date | None:
    """Return the day on which something of it is due next: its own, or that of a part that was agreed to."""
    still_open = open_charge_ids(invoice)
    planned = instalment_days(still_open)
    days = [planned[charge_id][0][0] if charge_id in planned else invoice.due_on for charge_id in still_open]
    return min((day for day in days if day is not None), default=invoice.due_on)
