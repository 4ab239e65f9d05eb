"""Receipts on paper are kept as first made; only money that goes back makes another."""

from collections.abc import Mapping
from typing import Any

from billing.documents import receipt_pdf
from billing.errors import NoSuchPayment
from billing.models import Payment
from emails.attachments import Attachment
from tenants import files
from tenants.kernel.errors import Unavailable

PDF = "application/pdf"


def kept_receipt(payment_id: int) -> bytes:
    """Return a payment's receipt as PDF: the one that is kept, or a new one, which is kept from now on.

    Whoever asks later gets the same bytes, whatever became of the business's name or the account. A storage that takes
    no file keeps nobody from their receipt; one that does not hand out what it keeps raises Unavailable. Raises
    NoSuchPayment for a payment that has none.
    """
    key = Payment.objects.filter(pk=payment_id).values_list("receipt_key", flat=True).first()
    if key is None:
        raise NoSuchPayment
    return _read(key) if key else _keep(payment_id, receipt_pdf(payment_id))


def forget_receipt(payment: Payment) -> None:
    """Have the next receipt made anew, because money went back. The old paper stays where it is: it was given out."""
    Payment.objects.filter(pk=payment.pk).update(receipt_key="")


def attach_receipt(context: Mapping[str, Any]) -> Attachment:
    """Make the file that goes with the mail of kind "receipt"."""
    return Attachment(f"{context['reference']}.pdf", kept_receipt(int(context["payment_id"])), PDF)


def _keep(payment_id: int, pdf: bytes) -> bytes:
    try:
        key = files.store("receipts", pdf, content_type=PDF)
    except Unavailable:
        return pdf
    if Payment.objects.filter(pk=payment_id, receipt_key="").update(receipt_key=key):
        return pdf
    files.discard(key)  # somebody was faster: theirs is the one
    return kept_receipt(payment_id)


def _read(key: str) -> bytes:
    with files.open_key(key) as kept:
        return bytes(kept.read())
