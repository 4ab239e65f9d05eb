from django.db import models
from django.db.models.functions import Lower, Now

from tenants.accounts.access import Role
from tenants.accounts.models.user import ContactScope, User
from tenants.kernel import clock
from tenants.kernel.models import BusinessModel


class Invitation(BusinessModel):
    """A place on the team, offered by mail. Of the link's secret only a digest is kept; sending again makes it anew."""

    email = models.EmailField()
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    contact_scope = models.CharField(max_length=10, choices=ContactScope)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # The mail with the link, whose fate the page shows; the outbox may forget it in time, so no foreign key.
    message_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "accounts_invitation"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="accounts_invitation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= clock.now()
