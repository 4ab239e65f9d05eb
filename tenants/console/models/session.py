from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

from tenants.console.models.operator import Operator

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALF_WAY = timedelta(minutes=10)
"""How long somebody whose password was right may take over the second factor."""
TOUCHED_EVERY = timedelta(minutes=1)


class OperatorSession(models.Model):
    """One browser of one operator. The cookie holds a random key, the row its digest.

    Until ``verified_at`` it is half a session: the password was right, the second factor is still to come, and no page
    but the one that asks for it opens.
    """

    digest = models.CharField(max_length=64, unique=True)
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="sessions")
    operator_epoch = models.PositiveIntegerField()
    verified_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "console_session"
        indexes = [
            # Sweeping out what has expired.
            models.Index(fields=["expires_at"], name="console_session_expiry"),
        ]

    def __str__(self) -> str:
        return f"operator session {self.pk}"

    def is_alive(self, now: datetime) -> bool:
        """Say whether its operator may still be here, and was here lately."""
        operator = self.operator
        is_theirs = operator.deactivated_at is None and operator.session_epoch == self.operator_epoch
        return is_theirs and self.last_seen_at > now - IDLE

    def needs_touch(self, now: datetime) -> bool:
        return now - self.last_seen_at >= TOUCHED_EVERY
