"""Links that show one document without signing in: bound to it, to the business and to this purpose, and taken back."""

from datetime import timedelta

from django.core.signing import BadSignature
from django.db import transaction
from django.urls import reverse

from billing.errors import NoSuchInvoice
from billing.errors.papers import DocumentLinkOver, DocumentLinkRevoked, NoSuchDocument
from billing.models import DocumentLink, Invoice, InvoiceEvent
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.signing import sign, unsign
from tenants.links import business_url

PURPOSE = "document"
LIVES = timedelta(days=180)
CHOICES = (30, 180, 365)
"""Days that a link may be made for."""
_LONGEST = timedelta(days=10 * 365)
"""No signature is older; whether the link still works, its row says."""


@transaction.atomic
def make_link(invoice_id: int, *, by: User | None = None, lives: timedelta = LIVES) -> DocumentLink:
    """Return a new link to an issued invoice or credit note; raises NoSuchInvoice for a draft."""
    invoice = Invoice.objects.issued().filter(pk=invoice_id).first()
    if invoice is None:
        raise NoSuchInvoice
    link = DocumentLink.objects.create(
        invoice=invoice, expires_at=clock.now() + lives, created_by_name=by.name if by else ""
    )
    record("invoice.link_made", invoice, contact_id=invoice.contact_id, number=invoice.number)
    return link


def mailed_link(invoice_id: int) -> DocumentLink:
    """Return the one link that goes with an invoice's mail; however often it is asked for, it is the same."""
    link, _made = DocumentLink.objects.get_or_create(
        invoice_id=invoice_id, is_mailed=True, defaults={"expires_at": clock.now() + LIVES}
    )
    return link


def address_of(link: DocumentLink) -> str:
    """Return a link's absolute address. It is a secret: whoever has it sees the document."""
    return business_url(reverse("portal:shared", args=[sign(link.pk, purpose=PURPOSE)]))


def open_link(token: str) -> DocumentLink:
    """Return the link of an address, with its invoice; looking at it changes nothing.

    Raises NoSuchDocument for what nobody was given here, DocumentLinkRevoked and DocumentLinkOver.
    """
    try:
        found = int(unsign(token, purpose=PURPOSE, max_age=int(_LONGEST.total_seconds())))
    except (BadSignature, TypeError, ValueError) as error:
        raise NoSuchDocument from error
    link = DocumentLink.objects.select_related("invoice__contact").filter(pk=found).first()
    if link is None:
        raise NoSuchDocument
    if link.revoked_at is not None:
        raise DocumentLinkRevoked
    if not link.is_live:
        raise DocumentLinkOver
    return link


@transaction.atomic
def note_view(link: DocumentLink) -> None:
    """Write down that a link was on somebody's screen: once for the link, and once in the invoice's course."""
    if not DocumentLink.objects.filter(pk=link.pk, viewed_at=None).update(viewed_at=clock.now()):
        return
    invoice = link.invoice
    _event, is_first = InvoiceEvent.objects.get_or_create(
        invoice=invoice, name=InvoiceEvent.Name.LINK_VIEWED, user_id=None
    )
    if is_first:
        record("invoice.link_viewed", invoice, contact_id=invoice.contact_id, number=invoice.number)


@transaction.atomic
def revoke_link(link_id: int, *, invoice_id: int, by: User) -> DocumentLink:
    """Take a link of a document back: from now on it shows nothing. One that was taken back stays so."""
    found = DocumentLink.objects.select_for_update(of=("self",)).select_related("invoice")
    link = found.filter(pk=link_id, invoice_id=invoice_id).first()
    if link is None:
        raise NoSuchDocument
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by_name = clock.now(), by.name
        link.save(update_fields=["revoked_at", "revoked_by_name"])
        record("invoice.link_revoked", link.invoice, contact_id=link.invoice.contact_id, number=link.invoice.number)
    return link
