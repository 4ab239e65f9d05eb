from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel

TOUCHED_EVERY = timedelta(minutes=5)
"""How exact "last used" is: a call costs a write at most this often."""


class ApiKey(BusinessModel):
    """A program's way in, on behalf of the member who made it. Only a digest of its secret is kept.

    A plain SHA-256 is right here and would be wrong for a password: the secret is 256 random bits, so there is nothing
    to guess, and a slow hash would only make every call slow.
    """

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    maker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys", db_index=False)
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice makes one key."""
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "api_key"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="api_key_named")]

    def __str__(self) -> str:
        return self.name

    def is_alive(self, now: datetime) -> bool:
        """Say whether it opens anything: not revoked, not expired, and its maker still one of the team."""
        return (
            self.revoked_at is None
            and (self.expires_at is None or now < self.expires_at)
            and self.maker.is_member
            and self.maker.suspended_at is None
        )

    def needs_touch(self, now: datetime) -> bool:
        return self.last_used_at is None or now - self.last_used_at >= TOUCHED_EVERY
