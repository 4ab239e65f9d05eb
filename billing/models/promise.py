from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.charge import Charge
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class Promise(BusinessModel):
    """A customer's word to pay what is due of a charge by a day. Whether it was kept is read from the ledger.

    It pauses reminders and leaves the due date as it is. ``ended_at`` is set when another promise takes its place, or
    the team ends it.
    """

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="promises", db_index=False)
    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="promises")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    until = models.DateField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_promise"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_promise_amount"),
            models.UniqueConstraint(fields=["charge"], condition=Q(ended_at=None), name="billing_promise_one"),
        ]
        indexes = [
            # How often a charge was promised before.
            models.Index(fields=["charge", "made_at"], name="billing_promise_by_charge"),
            # What is promised from a day on, or was until it.
            models.Index(fields=["until"], condition=Q(ended_at=None), name="billing_promise_until"),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id} until {self.until}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
