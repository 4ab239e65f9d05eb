"""Telling whoever paid that money is on its way back."""

from billing.models import RefundOrder
from billing.services.receipts import recipient_of
from tenants.kernel.mail import compose
from tenants.kernel.scope import require_business


def tell_of_refund(order: RefundOrder) -> int | None:
    """Compose the mail once for each order; None when there is no address."""
    recipient = recipient_of(order.payment)
    if recipient is None:
        return None
    context = {
        "name": recipient.name,
        "amount": order.amount.format(require_business().locale),
        "reference": order.payment.receipt_name,
        "why": order.reason,
        "is_by_card": not order.payment.is_by_hand,
    }
    return compose("refund", to=recipient, context=context, key=f"refund:{order.pk}")
