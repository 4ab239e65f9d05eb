"""Telling customers that money they counted on has not come."""

from django.utils.translation import override

from billing.models import Payment, TransferNotice
from billing.services.receipts import recipient_of
from crm.models import ContactEmail
from tenants.accounts.models import User
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url


def tell_of_decline(notice: TransferNotice) -> int | None:
    """Compose the mail once for each notice, to whoever told of it; None when there is no address."""
    recipient = _recipient(notice)
    if recipient is None:
        return None
    locale = require_business().locale
    with override(locale):
        sent_on = long_date(notice.sent_on, locale=locale)
    context = {
        "name": recipient.name,
        "amount": notice.amount.format(locale),
        "sent_on": sent_on,
        "why": notice.decline_reason,
        "link": business_url("/pay/"),
    }
    return compose("transfer_declined", to=recipient, context=context, key=f"transfer_declined:{notice.pk}")


def tell_of_failure(payment: Payment) -> int | None:
    """Write once that a bank payment which was on its way has failed, so that its items are due again."""
    recipient = recipient_of(payment)
    if recipient is None:
        return None
    context = {
        "name": recipient.name,
        "amount": payment.amount.format(require_business().locale),
        "why": payment.failure,
        "link": business_url("/pay/"),
    }
    return compose("payment_failed", to=recipient, context=context, key=f"payment_failed:{payment.pk}")


def _recipient(notice: TransferNotice) -> Recipient | None:
    teller_id = notice.customer_user_id
    teller = User.objects.filter(pk=teller_id).exclude(email="").first() if teller_id else None
    if teller is not None:
        return Recipient(teller.email, name=teller.name, contact_id=notice.contact_id, user_id=teller.pk)
    main = ContactEmail.objects.filter(contact_id=notice.contact_id).order_by("-is_primary", "pk").first()
    if main is None:
        return None
    return Recipient(main.address, name=notice.contact.display_name, contact_id=notice.contact_id)
