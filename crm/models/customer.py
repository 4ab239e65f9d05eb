from enum import StrEnum

from django.db import models
from django.db.models.functions import Now

from crm.models.contact import Contact
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel


class Scope(StrEnum):
    """What one of a contact's people may see and do in the portal."""

    BILLING = "billing"
    UPDATES = "updates"
    FILES = "files"
    COLLEAGUES = "colleagues"


def every_scope() -> list[str]:
    return [scope.value for scope in Scope]


class Customer(BusinessModel):
    """A person of a contact who signs in to the portal; the first is made together with the contact."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="customer")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="customers")
    scopes = models.JSONField(default=every_scope)
    details_reviewed_at = models.DateTimeField(null=True)
    # Whether updates come by mail as well; alerts always do.
    wants_update_mail = models.BooleanField(default=True, db_default=True)
    # The latest welcome e-mail, whose fate the contact page shows; the outbox may forget it in time, so no foreign key.
    welcome_message_id = models.BigIntegerField(null=True)
    welcomed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def has_signed_in(self) -> bool:
        """Say whether they have been inside since they were last welcomed: a new password starts the story again."""
        seen, welcomed = self.user.last_login, self.welcomed_at
        return seen is not None and (welcomed is None or seen >= welcomed)

    def may(self, scope: Scope) -> bool:
        return scope.value in self.scopes
