from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.charge import Charge
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class PaymentAttempt(BusinessModel):
    """A customer's wish to pay, written down before Stripe is asked; ``request`` is what Stripe is asked, word by word.

    ``unknown`` means that Stripe's answer never came: it is looked up, or the same request is repeated under the same
    idempotency key. Nothing else may be asked for these charges meanwhile.
    """

    class State(models.TextChoices):
        CREATED = "created"
        OPEN = "open"
        UNKNOWN = "unknown"
        PROCESSING = "processing"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        EXPIRED = "expired"

    class Way(models.TextChoices):
        CHECKOUT = "checkout"
        CARD = "card"

    LIVE = (State.CREATED, State.OPEN, State.UNKNOWN, State.PROCESSING)

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="payment_attempts")
    customer_user_id = models.BigIntegerField(null=True)
    payer_name = models.CharField(max_length=150, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    idempotency_key = models.CharField(max_length=100, unique=True)
    stripe_account = models.CharField(max_length=64)
    request = models.JSONField(default=dict)
    checkout_session = models.CharField(max_length=100, blank=True)
    checkout_url = models.TextField(blank=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.CHECKOUT, db_default=Way.CHECKOUT.value)
    """On Stripe's page, or from a saved card by itself; then ``checkout_session`` is the intent's id."""
    autopay_run = models.ForeignKey("billing.AutopayRun", on_delete=models.PROTECT, null=True, related_name="attempts")
    decline_code = models.CharField(max_length=60, blank=True, db_default="")
    expires_at = models.DateTimeField()
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_payment_attempt"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_attempt_amount"),
            models.CheckConstraint(
                condition=~Q(state="open") | (~Q(checkout_session="") & ~Q(checkout_url="")),
                name="billing_attempt_open",
            ),
            models.UniqueConstraint(
                fields=["checkout_session"], condition=~Q(checkout_session=""), name="billing_attempt_session"
            ),
        ]
        indexes = [
            # The sweep over attempts that nobody has heard of.
            models.Index(
                fields=["expires_at"],
                name="billing_attempt_live",
                condition=Q(state__in=["created", "open", "unknown", "processing"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.amount.format()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def reference(self) -> str:
        """What Stripe calls this attempt by."""
        return f"{self._business_id}-{self.pk}"

    @property
    def saves_card(self) -> bool:
        """Whether the customer asked on the Pay page to have the card kept."""
        return self.way == self.Way.CHECKOUT and bool(self.request.get("customer"))

    @property
    def stripe_object(self) -> str:
        """What at Stripe stands for this attempt."""
        return "payment_intent" if self.way == self.Way.CARD else "checkout.session"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE


class AttemptItem(BusinessModel):
    """How much of one charge an attempt is to pay."""

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.CASCADE, related_name="items", db_index=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="attempt_items")
    amount_minor = models.BigIntegerField()
    is_live = models.BooleanField(default=True)
    """False once the attempt has ended; the constraint below needs it on this row."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_attempt_item"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_attempt_item_amount"),
            models.UniqueConstraint(fields=["attempt", "charge"], name="billing_attempt_item_once"),
            # One way to pay a charge is open at a time, whatever is clicked twice and in however many tabs.
            models.UniqueConstraint(fields=["charge"], condition=Q(is_live=True), name="billing_attempt_item_live"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.charge_id}"
