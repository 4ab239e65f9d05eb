"""Receipts on paper, with the same numbers as the pages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.errors import NoSuchPayment
from billing.models import Payment
from billing.selectors.backs import Back
from billing.selectors.payments import Receipt, receipt_for
from billing.typesetting import typeset
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.scope import BusinessSnapshot, require_business


def receipt_pdf(payment_id: int) -> bytes:
    """Draw a payment's receipt from what the books say now; raises NoSuchPayment for a payment that has none.

    What is handed out is ``services.papers.kept_receipt``.
    """
    business = require_business()
    payment = Payment.objects.filter(pk=payment_id).select_related("contact").first()
    if payment is None:
        raise NoSuchPayment
    receipt = receipt_for(payment)
    with override(business.locale):
        facts = _facts(business, receipt) | {
            "lines": [[item.description, item.amount.format(business.locale)] for item in receipt.items],
            "amount": receipt.payment.amount.format(business.locale),
            "tax": receipt.tax.format(business.locale) if receipt.tax else "",
            "due": receipt.due.format(business.locale) if receipt.due else "",
        }
    return typeset("receipt.typ", facts, business, made_at=payment.created_at)


def _facts(business: BusinessSnapshot, receipt: Receipt) -> dict[str, Any]:
    payment = receipt.payment
    today = long_date(clock.today(business.time_zone), locale=business.locale)
    return {
        "title": _("Receipt %(number)s") % {"number": payment.receipt_name},
        "details": _details(business, payment),
        "words": {
            "thanks": _thanks(receipt.back),
            "what": _("Paid for"),
            "amount": _("Amount"),
            "paid": _("Paid"),
            "tax": _("Tax included"),
            "due": _("Still due on your account on %(date)s") % {"date": today},
            "footer": f"{business.name} · {payment.receipt_name}",
        },
    }


def _thanks(back: Back) -> str:
    said = {
        "given": _("We have received your payment and given it back."),
        "partly_given": _("Thank you. We have received your payment and given a part of it back."),
        "taken": _("We have received your payment. Your bank has taken it back."),
        "partly_taken": _("We have received your payment. Your bank has taken a part of it back."),
    }
    return said.get(back.standing) or _("Thank you. We have received your payment.")


def _details(business: BusinessSnapshot, payment: Payment) -> list[list[str]]:
    details = [
        [_("Received from"), payment.contact.display_name],
        [_("Date"), long_date(payment.received_on, locale=business.locale) if payment.received_on else ""],
        [_("Paid by"), str(payment.get_method_display())],
    ]
    return [*details, [_("Reference"), payment.reference]] if payment.reference else details
