from django.db import models
from django.db.models import Q

from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class ReminderRules(BusinessModel):
    """What the business does about what is due: one row; amounts are in the business's currency."""

    takes_promises = models.BooleanField(default=True)
    promise_days = models.PositiveSmallIntegerField(default=14)
    """How many days ahead customers may promise to pay."""
    promise_times = models.PositiveSmallIntegerField(default=2)
    """How often a charge may be promised within a year."""
    promise_least_minor = models.BigIntegerField(default=0)
    """Less than this is not worth a promise: it is paid."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_reminder_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="billing_reminder_rules_single"),
            models.CheckConstraint(
                condition=Q(promise_days__gte=1, promise_times__gte=1, promise_least_minor__gte=0),
                name="billing_reminder_rules_promises",
            ),
        ]

    def __str__(self) -> str:
        return "Reminders"

    @property
    def promise_least(self) -> Money:
        return Money(self.promise_least_minor, require_business().currency)
