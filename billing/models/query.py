from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.charge import Charge
from tenants.kernel.models import BusinessModel


class ChargeQuery(BusinessModel):
    """A customer's "I don't recognise this" about one charge, and what the team answered.

    While it is open the charge stays payable and is left out of reminders, autopay and late fees.
    """

    class State(models.TextChoices):
        OPEN = "open"
        EXPLAINED = "explained"
        TAKEN_OFF = "taken_off"
        WITHDRAWN = "withdrawn"

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="queries")
    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="charge_queries")
    why = models.TextField(blank=True)
    """What the customer says about it, in their words."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_charge_query"
        constraints = [
            models.UniqueConstraint(fields=["charge"], condition=Q(state="open"), name="billing_query_one_open"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False)
                | (Q(state__in=["explained", "taken_off"], decided_at__isnull=False) & ~Q(answer="")),
                name="billing_query_decided",
            ),
        ]
        indexes = [
            # What waits for an answer: as large as the queue, however long the history.
            models.Index(fields=["contact", "charge"], condition=Q(state="open"), name="billing_query_open"),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_taken_off(self) -> bool:
        return self.state == self.State.TAKEN_OFF
