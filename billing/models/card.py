from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tenants.kernel import clock
from tenants.kernel.models import BusinessModel


class StripeCustomer(BusinessModel):
    """Who a contact is at Stripe, on the account that the business has connected; what is saved there hangs on it."""

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="stripe_customers")
    stripe_account = models.CharField(max_length=64)
    customer = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_stripe_customer"
        constraints = [
            # However often it is asked for, a contact is one customer of an account.
            models.UniqueConstraint(fields=["contact", "stripe_account"], name="billing_stripe_customer_once"),
        ]

    def __str__(self) -> str:
        return self.customer


class SavedCard(BusinessModel):
    """A card that Stripe keeps for a contact: what may be shown of it, never its number.

    Stripe's list is the truth and this is its copy. A removed card stays as a row, for what was paid with it.
    """

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="saved_cards")
    stripe_account = models.CharField(max_length=64)
    method = models.CharField(max_length=100, unique=True)
    brand = models.CharField(max_length=30)
    last4 = models.CharField(max_length=4)
    exp_month = models.PositiveSmallIntegerField()
    exp_year = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    """The one that is charged when autopay is on."""
    told_of = models.CharField(max_length=20, blank=True)
    """The last expiry that was written about, and whether before or after it: ``2027-03 soon``."""
    created_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_saved_card"
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(is_default=True), name="billing_saved_card_default"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(removed_at__isnull=True), name="billing_saved_card_removed"
            ),
            models.CheckConstraint(condition=Q(exp_month__gte=1, exp_month__lte=12), name="billing_saved_card_expiry"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.brand} •••• {self.last4}"

    @property
    def expiry(self) -> str:
        """As it stands on the card."""
        return f"{self.exp_month:02}/{self.exp_year % 100:02}"

    def has_expired(self, time_zone: str) -> bool:
        """Say whether its last month is over, where the business is."""
        return self.has_expired_on(clock.today(time_zone))

    def has_expired_on(self, day: date) -> bool:
        return (self.exp_year, self.exp_month) < (day.year, day.month)
