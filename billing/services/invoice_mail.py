"""Telling the customer: one mail for each invoice and each credit note, with the way to it."""

from collections.abc import Mapping
from typing import Any

from billing.models import Invoice
from billing.selectors.invoice_timeline import mail_key
from billing.services.document_links import address_of, mailed_link
from crm.models import ContactEmail
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.links import business_url


def send_invoice(invoice: Invoice) -> int | None:
    """Compose the mail once, to the contact's main address; None when there is no address."""
    recipient = _recipient(invoice)
    if recipient is None:
        return None
    locale = require_business().locale
    said = invoice.document
    due = Money(said["totals"]["due_minor"], invoice.currency)
    context = {
        "name": recipient.name,
        "number": invoice.number,
        "amount": invoice.amount.format(locale),
        "due": due.format(locale) if due else "",
        "due_on": long_date(invoice.due_on, locale=locale) if invoice.due_on and due else "",
        "invoice_id": invoice.pk,
    }
    if said["corrects"]:
        context |= {"corrects": said["corrects"]["number"], "why": invoice.reason}
    mailed_link(invoice.pk)
    kind = "credit_note" if invoice.is_credit_note else "invoice"
    return compose(kind, to=recipient, context=context, key=mail_key(invoice.pk))


def link_of(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the way to the document when its mail is sent: the link that needs no sign-in, so it is kept nowhere.

    One that was taken back or has run out gives way to the page behind the sign-in.
    """
    invoice_id = int(context["invoice_id"])
    link = mailed_link(invoice_id)
    return {"link": address_of(link) if link.is_live else business_url(f"/documents/{invoice_id}/")}


def _recipient(invoice: Invoice) -> Recipient | None:
    main = ContactEmail.objects.filter(contact_id=invoice.contact_id).order_by("-is_primary", "pk").first()
    if main is None:
        return None
    return Recipient(main.address, name=invoice.contact.display_name, contact_id=invoice.contact_id)
