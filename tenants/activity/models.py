from django.db import models
from django.db.models.functions import Now

from tenants.kernel.models import BusinessModel


class Activity(BusinessModel):
    """Something that somebody did: who, what, to what, with which facts. Rows are only ever added."""

    at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "activity_activity"
        indexes = [
            # A contact's timeline, newest first.
            models.Index(fields=["contact_id", "-id"], name="activity_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
