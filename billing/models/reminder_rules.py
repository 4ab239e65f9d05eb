from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import OneRowModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


def first_steps() -> list[int]:
    return [-3, 1, 7, 14]


def weekend() -> list[int]:
    return [5, 6]


class ReminderRules(OneRowModel):
    """What the business does about what is due: one row; amounts are in the business's currency."""

    class Fee(models.TextChoices):
        NONE = "none", _("No late fee")
        FLAT = "flat", _("A fixed amount")
        PERCENT = "percent", _("A part of what is due, in per cent")

    class Every(models.TextChoices):
        ONCE = "once", _("Once for each item")
        MONTH = "month", _("Every month while it is not paid")

    reminds = models.BooleanField(default=False)
    steps = models.JSONField(default=first_steps)
    """Days from the due date at which a customer is reminded, the first first; below zero: before it."""
    quiet_weekdays = models.JSONField(default=weekend)
    """Days on which nobody is reminded, 0 for Monday: what would have gone then goes on the next day that is not."""
    hour = models.PositiveSmallIntegerField(default=9)
    """When on a day, by the business's clock."""
    sends_statements = models.BooleanField(default=False)
    fee_kind = models.CharField(max_length=8, choices=Fee, default=Fee.NONE)
    fee_minor = models.BigIntegerField(default=0)
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(1))
    fee_every = models.CharField(max_length=8, choices=Every, default=Every.ONCE)
    fee_after_days = models.PositiveSmallIntegerField(default=14)
    fee_description = models.CharField(max_length=120, blank=True)
    fee_since = models.DateField(null=True)
    """Fees are charged for days from this one on: turning them on charges nothing for the past."""
    takes_promises = models.BooleanField(default=True)
    promise_days = models.PositiveSmallIntegerField(default=14)
    """How many days ahead customers may promise to pay."""
    promise_times = models.PositiveSmallIntegerField(default=2)
    """How often a charge may be promised within a year."""
    promise_least_minor = models.BigIntegerField(default=0)
    """Less than this is not worth a promise: it is paid."""

    class Meta(OneRowModel.Meta):
        db_table = "billing_reminder_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="billing_reminder_rules_single"),
            models.CheckConstraint(
                condition=Q(promise_days__gte=1, promise_times__gte=1, promise_least_minor__gte=0),
                name="billing_reminder_rules_promises",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="billing_reminder_rules_hour"),
            models.CheckConstraint(
                condition=Q(fee_kind="none")
                | Q(fee_kind="flat", fee_minor__gt=0, fee_since__isnull=False)
                | Q(fee_kind="percent", fee_percent__gt=0, fee_percent__lte=100, fee_since__isnull=False),
                name="billing_reminder_rules_fee",
            ),
        ]

    def __str__(self) -> str:
        return "Reminders"

    @property
    def promise_least(self) -> Money:
        return Money(self.promise_least_minor, require_business().currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, require_business().currency)

    @property
    def charges_fees(self) -> bool:
        return self.fee_kind != self.Fee.NONE

    @property
    def works_daily(self) -> bool:
        """Whether there is anything to look after once a day."""
        return self.reminds or self.sends_statements or self.charges_fees

    @property
    def lead(self) -> int:
        """How many days before it falls due the first reminder of something goes."""
        return max(0, -min(self.steps, default=0))
