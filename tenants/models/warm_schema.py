from django.db import models
from django.db.models.functions import Now


class WarmSchema(models.Model):
    """A schema made ahead of time, empty and waiting for a business to claim it."""

    schema_name = models.CharField(max_length=63, unique=True)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.schema_name
