from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class StripeEvent(models.Model):
    """An event as Stripe sent it, kept before anything is done about it; one row whatever it is sent again.

    ``quarantined`` means that it contradicts what Mango knows, so that a person has to look; ``dead`` that handling it
    failed too often.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        QUARANTINED = "quarantined"
        DEAD = "dead"

    event_id = models.CharField(max_length=100, unique=True)
    account = models.CharField(max_length=64, blank=True)
    type = models.CharField(max_length=100)
    livemode = models.BooleanField()
    payload = models.JSONField()
    received_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        db_table = "inbox_stripe_event"
        indexes = [
            # The console's list of one business's events, newest first.
            models.Index(fields=["account", "-id"], name="inbox_stripe_event_account"),
            # The console's list of what has not gone through.
            models.Index(fields=["state", "-id"], name="inbox_stripe_event_stuck", condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
