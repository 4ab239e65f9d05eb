from django.db import models
from django.db.models.functions import Now

from crm.models.contact import Contact
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel


class ContactAssignment(BusinessModel):
    """A contact that is a member's to look after; who sees "only assigned" sees these and no others."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "member"], name="crm_assignment_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} to {self.member_id}"
