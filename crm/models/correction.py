"""The accuracy ledger: when a detail was last said to be right, and what customers say it should be instead."""

from django.db import models
from django.db.models.functions import Now

from crm.models.contact import Contact
from crm.models.tag import Tag
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel

KEY_LENGTH = 40


class DetailCheck(BusinessModel):
    """What a detail said when it was last found right; a detail without a row was never checked.

    ``parts`` are the detail's fields as they were then. When the team writes something else the row becomes "changed":
    it counts as unchecked, and still says when the former value was confirmed.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed"
        CORRECTED = "corrected"
        CHANGED = "changed"

    RIGHT = (State.CONFIRMED, State.CORRECTED)

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="checks", db_index=False)
    key = models.CharField(max_length=KEY_LENGTH)
    state = models.CharField(max_length=10, choices=State)
    parts = models.JSONField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta(BusinessModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["contact", "key"], name="crm_check_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["confirmed", "corrected", "changed"]), name="crm_check_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"


class Correction(BusinessModel):
    """A customer's report that a detail is wrong, and what became of it.

    ``held`` is what the detail said to the customer; it is empty when something is missing. ``proposed`` is what it
    should say; it is empty when the detail should not be there at all. ``applied`` is what an acceptance wrote.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=KEY_LENGTH)
    label = models.CharField(max_length=80)
    held = models.JSONField(default=dict)
    proposed = models.JSONField(default=dict)
    applied = models.JSONField(null=True)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reported_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    reported_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta(BusinessModel.Meta):
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "key"], condition=models.Q(state="open"), name="crm_correction_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | models.Q(state__in=["accepted", "declined", "withdrawn"], decided_at__isnull=False),
                name="crm_correction_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined", reason=""), name="crm_correction_declined_with_reason"
            ),
        ]
        indexes = [
            # The queue: what waits, in the order in which it came.
            models.Index(fields=["id"], condition=models.Q(state="open"), name="crm_correction_open"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_addition(self) -> bool:
        return not self.held

    @property
    def is_removal(self) -> bool:
        return not self.proposed

    @property
    def was_edited(self) -> bool:
        """Say whether the member who accepted wrote something else than what was proposed."""
        return self.applied is not None and self.applied != self.proposed


class DetailsRequest(BusinessModel):
    """One "please check your details" to many: how far it has come, so that it goes on where it stopped.

    Without tag and contact it goes to everyone. ``last_contact_id`` is the last one seen to.
    """

    token = models.UUIDField(unique=True)
    tag = models.ForeignKey(Tag, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    audience = models.CharField(max_length=160)
    is_forced = models.BooleanField(default=False)
    expected = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    last_contact_id = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.audience
