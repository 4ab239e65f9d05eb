"""The mails that bring an invoice or a credit note."""

from django.utils.translation import gettext_lazy as _

from billing.services import invoice_mail
from emails.kinds import Kind, register_kind

INVOICE = Kind(
    name="invoice",
    action="invoices.view",
    title=_("An invoice for a customer"),
    subject=_("Invoice %(number)s from %(business)s"),
    template="emails/invoice",
    reason=_("You get this because %(business)s made an invoice for you."),
    sample={
        "name": "Cleo van Dam",
        "number": "2026-0042",
        "amount": "€302.55",
        "due": "€252.55",
        "due_on": "9 December 2026",
        "invoice_id": 42,
    },
    read_anew=invoice_mail.link_of,
    sample_anew={"link": "https://example.com/d/sample/"},
    attach=("billing.invoice_pdf",),
    essential=True,
)
CREDIT_NOTE = Kind(
    name="credit_note",
    action="invoices.view",
    title=_("A credit note for a customer"),
    subject=_("Credit note %(number)s from %(business)s"),
    template="emails/credit_note",
    reason=_("You get this because %(business)s corrected an invoice of yours."),
    sample={
        "name": "Cleo van Dam",
        "number": "CN-2026-0003",
        "corrects": "2026-0042",
        "amount": "€12.40",
        "due": "",
        "due_on": "",
        "why": "Two loaves were missing on Tuesday",
        "invoice_id": 43,
    },
    read_anew=invoice_mail.link_of,
    sample_anew={"link": "https://example.com/d/sample/"},
    attach=("billing.invoice_pdf",),
    essential=True,
)


def register() -> None:
    register_kind(INVOICE)
    register_kind(CREDIT_NOTE)
