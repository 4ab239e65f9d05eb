"""What Stripe keeps of each payment, as its balance transactions say."""

from billing.gateway import gateway
from billing.models import Payment, PaymentAttempt
from tenants.kernel.scope import require_business

AT_ONCE = 200
"""How many missing fees one night asks for."""


def note_fee(payment_id: int) -> Payment:
    """Store a payment's fee as soon as Stripe knows it; one that is known stays. Raises GatewayError."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.is_by_hand or payment.fee_minor is not None or payment.state != Payment.State.SUCCEEDED:
        return payment
    fee = gateway().fee(account=require_business().stripe_account, intent=payment.stripe_payment_intent)
    if fee is not None:
        payment.fee_minor, payment.fee_currency = fee.minor, fee.currency
        Payment.objects.filter(pk=payment.pk, fee_minor=None).update(fee_minor=fee.minor, fee_currency=fee.currency)
    return payment


def note_missing_fees() -> int:
    """Ask for the fees that are not known yet, the newest first; return how many became known.

    Those of an account that the business had before nobody can ask for any more, and one would stop all the others.
    """
    here = PaymentAttempt.objects.filter(stripe_account=require_business().stripe_account)
    missing = Payment.objects.filter(state=Payment.State.SUCCEEDED, fee_minor=None, attempt__in=here)
    ids = list(missing.order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(note_fee(payment_id).fee_minor is not None for payment_id in ids)
