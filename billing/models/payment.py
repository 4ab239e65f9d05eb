from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class Payment(BusinessModel):
    """Money from a contact: on its way, received, or not come. Only what succeeded has a receipt and a ledger entry."""

    class Method(models.TextChoices):
        CARD = "card", _("Card")
        CASH = "cash", _("Cash")
        TRANSFER = "transfer", _("Bank transfer")
        CHEQUE = "cheque", _("Cheque")
        BANK_DEBIT = "bank_debit", _("Bank debit")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PENDING = "pending", _("On its way")
        SUCCEEDED = "succeeded", _("Received")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10, default=Decimal(1), db_default=Decimal(1))
    """What one unit of the currency was worth in the business's own on the day it came."""
    method = models.CharField(max_length=12, choices=Method)
    state = models.CharField(max_length=10, choices=State)
    reference = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    received_on = models.DateField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=150, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    attempt = models.OneToOneField(
        "billing.PaymentAttempt", on_delete=models.PROTECT, null=True, related_name="payment"
    )
    stripe_payment_intent = models.CharField(max_length=100, blank=True)
    receipt_number = models.PositiveBigIntegerField(null=True, unique=True)
    receipt_key = models.CharField(max_length=200, blank=True, db_default="")
    """Where the paper lies that was made of it; nothing while none was asked for."""
    fee_minor = models.BigIntegerField(null=True)
    """What Stripe kept of it, in ``fee_currency``; nothing while that is not known, and for what came by hand."""
    fee_currency = models.CharField(max_length=3, blank=True, db_default="")
    proof = models.ForeignKey("crm.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    """A file that shows it: a bank's slip, a picture of a cheque."""
    created_at = models.DateTimeField(db_default=Now())
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice records one payment."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_payment"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_payment_amount"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="billing_payment_rate"),
            models.CheckConstraint(
                condition=Q(state="succeeded", receipt_number__isnull=False, received_on__isnull=False)
                | (~Q(state="succeeded") & Q(receipt_number__isnull=True)),
                name="billing_payment_receipt",
            ),
            # However often Stripe tells of it, money moved once is one payment.
            models.UniqueConstraint(
                fields=["stripe_payment_intent"],
                condition=~Q(stripe_payment_intent=""),
                name="billing_payment_intent",
            ),
        ]
        indexes = [
            # A contact's payments, newest first.
            models.Index(fields=["contact", "-id"], name="billing_payment_by_contact"),
            # What was received in a month.
            models.Index(fields=["received_on"], name="billing_payment_received", condition=Q(state="succeeded")),
            # Payments through Stripe whose fee has yet to be asked for: as large as what is missing.
            models.Index(
                fields=["id"],
                name="billing_payment_fee_missing",
                condition=Q(state="succeeded", fee_minor=None) & ~Q(stripe_payment_intent=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.amount.format()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def receipt_name(self) -> str:
        """The receipt's number as people read it, or nothing while there is none."""
        return "" if self.receipt_number is None else f"R-{self.receipt_number:05d}"

    @property
    def is_by_hand(self) -> bool:
        return not self.stripe_payment_intent


class ReceiptCounter(BusinessModel):
    """The last receipt number given out: one locked row a business, so that numbers have no gap and no repeat."""

    last_number = models.PositiveBigIntegerField(default=0)

    class Meta(BusinessModel.Meta):
        db_table = "billing_receipt_counter"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="billing_receipt_counter_single")]

    def __str__(self) -> str:
        return str(self.last_number)
