from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import BusinessModel, OneRowModel
from tenants.kernel.money import Money


class Payout(BusinessModel):
    """Money that Stripe sends to the business's bank, as Stripe last said: read again whenever it tells of one."""

    class State(models.TextChoices):
        PENDING = "pending", _("Being prepared")
        IN_TRANSIT = "in_transit", _("On its way")
        PAID = "paid", _("Sent to the bank")
        FAILED = "failed", _("Came back")
        CANCELED = "canceled", _("Called off")

    stripe_payout = models.CharField(max_length=100, unique=True)
    amount_minor = models.BigIntegerField()
    """Below zero where Stripe takes money from the bank."""
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State)
    arrives_on = models.DateField()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_payout"
        indexes = [models.Index(fields=["-arrives_on"], name="billing_payout_arrives")]

    def __str__(self) -> str:
        return f"{self.stripe_payout} {self.amount.format()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class BankBalance(OneRowModel):
    """What the business says it has in the bank: one row, so that the forecast can say when money runs out."""

    balance_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    as_of = models.DateField()
    set_by_name = models.CharField(max_length=150, blank=True)

    class Meta(OneRowModel.Meta):
        db_table = "billing_bank_balance"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="billing_bank_balance_single")]

    def __str__(self) -> str:
        return self.balance.format()

    @property
    def balance(self) -> Money:
        return Money(self.balance_minor, self.currency)
