from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

from tenants.accounts.models.user import User
from tenants.kernel.models import BusinessModel

TOUCHED_EVERY = timedelta(minutes=5)
"""How exact "last seen" is: a page costs a write at most this often."""


class Session(BusinessModel):
    """One browser at one business. The cookie holds a random key; here lies only its digest.

    ``user_epoch`` is the user's when they signed in: raising the user's ends every session that holds an older one.
    """

    digest = models.CharField(max_length=64, unique=True)
    business_id = models.BigIntegerField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    user_epoch = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(BusinessModel.Meta):
        db_table = "accounts_session"
        indexes = [
            # Sweeping out what has expired.
            models.Index(fields=["expires_at"], name="accounts_session_expiry"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_alive(self) -> bool:
        """Say whether the user it belongs to, if any, may still be the one it was opened for."""
        user = self.user
        return user is None or (user.suspended_at is None and user.session_epoch == self.user_epoch)

    def needs_touch(self, now: datetime) -> bool:
        return now - self.last_seen_at >= TOUCHED_EVERY
