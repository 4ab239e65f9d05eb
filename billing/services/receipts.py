"""Telling the payer: one receipt by e-mail for each payment that succeeded."""

from django.utils.translation import override

from billing.models import Payment
from billing.selectors.payments import receipt_for
from crm.models import ContactEmail
from tenants.accounts.models import User
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business


def send_receipt(payment: Payment) -> int | None:
    """Compose the receipt once, to whoever paid, or to the contact's main address; None when there is no address."""
    recipient = recipient_of(payment)
    if recipient is None:
        return None
    locale = require_business().locale
    with override(locale):
        receipt = receipt_for(payment)
        method = str(payment.get_method_display())
    context = {
        "name": recipient.name,
        "amount": payment.amount.format(locale),
        "reference": payment.receipt_name,
        "paid_on": long_date(payment.received_on, locale=locale) if payment.received_on else "",
        "method": f"{method}, {payment.reference}" if payment.attempt_id and payment.reference else method,
        "items": [{"description": item.description, "amount": item.amount.format(locale)} for item in receipt.items],
        "tax": receipt.tax.format(locale) if receipt.tax else "",
        "balance": receipt.due.format(locale) if receipt.due else "",
        "payment_id": payment.pk,
    }
    return compose("receipt", to=recipient, context=context, key=f"receipt:{payment.pk}")


def recipient_of(payment: Payment) -> Recipient | None:
    """Return whoever paid, or the contact's main address."""
    payer_id = payment.attempt.customer_user_id if payment.attempt else None
    payer = User.objects.filter(pk=payer_id).exclude(email="").first() if payer_id else None
    if payer is not None:
        return Recipient(payer.email, name=payer.name, contact_id=payment.contact_id, user_id=payer.pk)
    return main_recipient(payment.contact_id)


def main_recipient(contact_id: int) -> Recipient | None:
    """Return a contact's main address; None when it has none."""
    addresses = ContactEmail.objects.select_related("contact").filter(contact_id=contact_id)
    main = addresses.order_by("-is_primary", "pk").first()
    return None if main is None else Recipient(main.address, name=main.contact.display_name, contact_id=contact_id)
