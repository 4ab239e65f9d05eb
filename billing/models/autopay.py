from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.card import SavedCard
from tenants.kernel.models import BusinessModel, OneRowModel
from tenants.kernel.money import Money


def first_retries() -> list[int]:
    return [1, 3, 7]


class AutopayRules(OneRowModel):
    """What a business has decided about autopay: one row, and the defaults while there is none."""

    is_offered = models.BooleanField(default=True)
    days_after_due = models.SmallIntegerField(default=0)
    """When a card is charged, counted from the day something falls due; below zero before it."""
    announce_days = models.PositiveSmallIntegerField(default=3)
    """How long before that the customer has a mail that says how much; 0 for none."""
    retry_days = models.JSONField(default=first_retries)
    """Days after the first failure on which a card is tried again."""

    class Meta(OneRowModel.Meta):
        db_table = "billing_autopay_rules"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="billing_autopay_rules_one")]

    def __str__(self) -> str:
        return "Autopay"


class AutopayConsent(BusinessModel):
    """What a customer agreed to, in the words they read, with when, where and who. It is never changed, only ended."""

    class Scope(models.TextChoices):
        ALL = "all", _("Everything that falls due")
        CAPPED = "capped", _("Up to an amount each month")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="autopay_consents")
    card = models.ForeignKey(SavedCard, on_delete=models.PROTECT, related_name="consents")
    """The card that the text names; the default one is charged, which the text says too."""
    text = models.TextField()
    scope = models.CharField(max_length=10, choices=Scope)
    limit_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    days_after_due = models.SmallIntegerField(db_default=0)
    announce_days = models.PositiveSmallIntegerField(db_default=3)
    """As the text says them: what the business decides later holds for whoever agrees later."""
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    address = models.GenericIPAddressField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_autopay_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=Q(ended_at__isnull=True), name="billing_autopay_consent_active"
            ),
            models.CheckConstraint(
                condition=Q(scope="all", limit_minor__isnull=True) | Q(scope="capped", limit_minor__gt=0),
                name="billing_autopay_consent_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.scope}"

    @property
    def limit(self) -> Money | None:
        return None if self.limit_minor is None else Money(self.limit_minor, self.currency)

    @property
    def text_for_team(self) -> str:
        """The words without the card's last digits, which are the customer's alone."""
        return self.text.replace(self.card.label, self.card.brand)
