from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.payment import Payment
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class Reconciliation(BusinessModel):
    """One comparison of what Stripe took with what the books say, from an instant on."""

    since = models.DateTimeField()
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    asked_by_name = models.CharField(max_length=150, blank=True)
    """Nobody for the nightly one."""
    compared = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    """What was late here and is in the books now."""
    failure = models.CharField(max_length=300, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_reconciliation"
        indexes = [
            # The newest one, on every look at the page.
            models.Index(fields=["-started_at"], name="billing_reconciliation_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at}: {self.compared}"


class Difference(BusinessModel):
    """Something that Stripe and the books do not say alike. It ends when they do, or when somebody says why not."""

    class Kind(models.TextChoices):
        NOT_HERE = "not_here", _("Stripe took it, the books do not know it")
        NOT_THERE = "not_there", _("The books have it, Stripe does not know it")
        AMOUNT = "amount", _("Stripe took another amount")
        REFUNDED = "refunded", _("Stripe gave back another amount")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        AGREES = "agrees", _("Agrees now")
        EXPLAINED = "explained", _("Explained")

    kind = models.CharField(max_length=10, choices=Kind)
    intent = models.CharField(max_length=100)
    """Stripe's payment intent: with the kind, it names the difference."""
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="differences")
    currency = models.CharField(max_length=3)
    stripe_minor = models.BigIntegerField()
    books_minor = models.BigIntegerField()
    taken_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)
    explanation = models.CharField(max_length=500, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_difference"
        constraints = [
            # However often it is seen, it is one difference.
            models.UniqueConstraint(fields=["kind", "intent"], name="billing_difference_once"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="billing_difference_ended",
            ),
        ]
        indexes = [
            # What waits for somebody.
            models.Index(fields=["id"], name="billing_difference_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.intent}"

    @property
    def at_stripe(self) -> Money:
        return Money(self.stripe_minor, self.currency)

    @property
    def in_books(self) -> Money:
        return Money(self.books_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
