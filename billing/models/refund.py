from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.payment import Payment
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class RefundOrder(BusinessModel):
    """That somebody on the team gives part of a payment back. The ledger is posted when the money has gone."""

    class State(models.TextChoices):
        ASKED = "asked", _("On its way to Stripe")
        PENDING = "pending", _("On its way to the bank")
        SUCCEEDED = "succeeded", _("Given back")
        FAILED = "failed", _("Did not go through")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refund_orders")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=State)
    stripe_refund = models.CharField(max_length=100, blank=True)
    """Stripe's id of it; nothing for what was given back by hand, and while Stripe has not answered."""
    failure = models.CharField(max_length=300, blank=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    dealt_with_at = models.DateTimeField(null=True)
    """When somebody tried again, or said that it need not go, after it had failed."""
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice gives back once."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_refund_order"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_refund_order_amount"),
            models.UniqueConstraint(
                fields=["stripe_refund"], condition=~Q(stripe_refund=""), name="billing_refund_order_stripe"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.format()} of {self.payment_id}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.payment.currency)

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.ASKED, self.State.PENDING)
