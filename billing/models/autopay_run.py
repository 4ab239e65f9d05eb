from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.autopay import AutopayConsent
from billing.models.card import SavedCard
from tenants.kernel.models import BusinessModel


class AutopayRun(BusinessModel):
    """One attempt after another to charge what fell due, until it is paid or given up.

    What a run could not charge is not tried again by another one on the same card.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PAID = "paid"
        FAILED = "failed"
        CONFIRM = "confirm"
        DROPPED = "dropped"

    GIVEN_UP = (State.FAILED, State.CONFIRM)
    """The last try has failed, or the bank wants to hear from the customer."""

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="autopay_runs")
    consent = models.ForeignKey(AutopayConsent, on_delete=models.PROTECT, related_name="runs")
    card = models.ForeignKey(SavedCard, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    tries = models.PositiveSmallIntegerField(default=0)
    """Tries that the card's bank has refused."""
    first_failed_on = models.DateField(null=True)
    next_try_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_autopay_run"
        constraints = [
            # Two workers at once, or a day that is worked through twice, go on with the same run.
            models.UniqueConstraint(fields=["contact"], condition=Q(state="open"), name="billing_autopay_run_open"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.state}"
