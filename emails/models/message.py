from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import BusinessModel


class Message(BusinessModel):
    """One e-mail to one person: written with what caused it, sent by a worker, followed until its end.

    ``context`` never holds a secret. A temporary password or a link with a token lies encrypted in ``sealed`` and is
    wiped once the mail has gone, has bounced, or ``sealed_until`` has passed.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        HELD = "held", _("held until tomorrow")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        OPENED = "opened", _("opened")
        BOUNCED = "bounced", _("bounced")
        COMPLAINED = "complained", _("reported as unwanted")
        FAILED = "failed", _("not sent")
        CANCELLED = "cancelled", _("taken back")

    WAITING = (State.QUEUED, State.SENDING, State.HELD)
    TROUBLED = (State.BOUNCED, State.COMPLAINED, State.FAILED)

    kind = models.CharField(max_length=40)
    to = models.CharField(max_length=254)
    to_name = models.CharField(max_length=150, blank=True)
    contact_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=250)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    has_secret = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    sealed_until = models.DateTimeField(null=True)
    key = models.CharField(max_length=200, null=True, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_attempt = models.PositiveSmallIntegerField()
    counted_on = models.DateField(null=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "emails_message"
        base_manager_name = "objects"
        indexes = [
            # What became of the mail to one contact, newest first: the contact's page.
            models.Index(fields=["contact_id", "-id"], name="emails_message_by_contact"),
            # "Needs you": the few that went wrong among the many that did not.
            models.Index(
                fields=["-id"],
                name="emails_message_troubled",
                condition=models.Q(state__in=["bounced", "complained", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}: {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def is_troubled(self) -> bool:
        return self.state in self.TROUBLED

    @property
    def can_go_again(self) -> bool:
        """Whether "send again" has something to send: a secret that was wiped cannot be sent twice."""
        is_whole = not self.has_secret or self.sealed is not None
        return is_whole and self.state in (self.State.FAILED, self.State.BOUNCED)


class MessageEvent(BusinessModel):
    """Something that happened to a message; rows are only ever added, and the same report twice adds one."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=12)
    at = models.DateTimeField()
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "emails_message_event"
        base_manager_name = "objects"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["message", "name", "at"], name="emails_message_event_once")]

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
