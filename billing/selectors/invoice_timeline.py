"""What became of an invoice, newest first: sent, delivered, viewed, paid; each from where it is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from billing.models import Allocation, Invoice, InvoiceEvent, LedgerEntry
from billing.selectors.invoices import open_charge_ids
from emails.models import Message
from emails.selectors import events_of, messages_by_key
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    at: datetime
    icon: str
    tone: str = ""
    by: str = ""


def mail_key(invoice_id: int) -> str:
    """Return what the mail with an invoice is known by in the outbox."""
    return f"invoice:{invoice_id}"


def timeline_of(invoice: Invoice) -> list[Step]:
    """Return all that is known of an invoice or a credit note, newest first."""
    steps = [*_made(invoice), *_mailed(invoice), *_viewed(invoice), *_paid(invoice), *_taken_back(invoice)]
    return sorted(steps, key=lambda step: step.at)[::-1]


def _made(invoice: Invoice) -> Iterator[Step]:
    if not invoice.is_credit_note:
        yield Step(_("Draft made"), invoice.created_at, "file-pen", by=invoice.created_by_name)
    if invoice.issued_at:
        yield Step(_("Issued"), invoice.issued_at, "receipt-text", by=invoice.issued_by_name)
    if invoice.voided_at:
        yield Step(_("Void: %(reason)s") % {"reason": invoice.reason}, invoice.voided_at, "file-x", "warning")


def _mailed(invoice: Invoice) -> Iterator[Step]:
    message = messages_by_key([mail_key(invoice.pk)]).get(mail_key(invoice.pk))
    if message is None:
        return
    said = _("E-mail to %(address)s: %(state)s")
    yield Step(said % {"address": message.to, "state": _("written")}, message.created_at, "mail")
    once = {event.name: event for event in reversed(events_of(message))}  # a mail is opened many times
    events = sorted(once.values(), key=lambda event: event.name != Message.State.SENT)
    first = min((event.at for event in events), default=message.created_at)
    for event in events:
        words = {"state": _state(event.name), "address": message.to}
        tone = "danger" if event.name in Message.TROUBLED else ""
        # A mail server may report a delivery before we have written down that we sent it.
        at = first if event.name == Message.State.SENT else event.at
        yield Step(said % words, at, "mail-check", tone)


def _state(name: str) -> str:
    return str(Message.State(name).label) if name in Message.State.values else name


def _viewed(invoice: Invoice) -> Iterator[Step]:
    for event in InvoiceEvent.objects.filter(invoice=invoice):
        yield Step(str(event.get_name_display()), event.at, "eye", "info", event.by_name)


def _paid(invoice: Invoice) -> Iterator[Step]:
    """Tell of each payment that settles a part of it now, and of the moment when nothing was left."""
    uses = Allocation.objects.filter(debit__charge__invoice=invoice, released_at=None, credit__kind="payment")
    paid: dict[int, tuple[Money, Allocation]] = {}
    for use in uses.select_related("credit__payment").order_by("pk"):
        before = paid.get(use.credit_id, (Money.zero(invoice.currency), use))[0]
        paid[use.credit_id] = (before + use.amount, use)
    for amount, use in paid.values():
        named = use.credit.payment.receipt_name if use.credit.payment else ""
        yield Step(_("%(amount)s paid, receipt %(receipt)s") % {"amount": _said(amount), "receipt": named},
                   use.created_at, "check", "success")  # fmt: skip
    if paid and not open_charge_ids(invoice):
        last = max(use.created_at for _amount, use in paid.values())
        yield Step(_("Nothing is left to pay"), last, "circle-check", "success")


def _taken_back(invoice: Invoice) -> Iterator[Step]:
    for note in invoice.credit_notes.order_by("pk"):
        words = {"amount": _said(note.amount), "number": note.number}
        if note.issued_at:
            yield Step(_("%(amount)s credited by %(number)s") % words, note.issued_at, "file-minus", "warning",
                       note.issued_by_name)  # fmt: skip
    for entry in LedgerEntry.objects.filter(charge__invoice=invoice, kind=LedgerEntry.Kind.WRITE_OFF):
        yield Step(_("%(amount)s written off") % {"amount": _said(-entry.amount)}, entry.created_at, "eraser")


def _said(amount: Money) -> str:
    return amount.format(require_business().locale)
