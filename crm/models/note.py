from django.db import models
from django.db.models.functions import Now

from crm.models.contact import Contact
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel


class Note(BusinessModel):
    """Something the team wants to remember about a contact. It never reaches a customer."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="notes")
    body = models.TextField()
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.body[:60]
