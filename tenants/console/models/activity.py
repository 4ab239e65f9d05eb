from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now

from tenants.activity.chain import Chain
from tenants.activity.models import AppendOnly


class PlatformActivityQuerySet(models.QuerySet["PlatformActivity"]):
    """Adds and reads; what stands there stays as it is."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not changed.")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("What was recorded is not removed.")


class PlatformActivity(models.Model):
    """Something that an operator or the platform itself did, chained like each business's own record.

    ``business_id`` is a number and no reference: the record outlives the business.
    """

    at = models.DateTimeField(db_default=Now())
    operator_id = models.BigIntegerField(null=True)
    operator_name = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=45, blank=True)
    verb = models.CharField(max_length=60)
    business_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    chain = Chain(
        rows="console_activity",
        seals="console_seal",
        columns=("at", "operator_id", "operator_name", "address", "verb", "business_id", "facts"),
    )
    objects = models.Manager.from_queryset(PlatformActivityQuerySet)()

    class Meta:
        db_table = "console_activity"
        indexes = [
            # What the platform did about one business, newest first.
            models.Index(fields=["business_id", "-id"], name="console_activity_by_business"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.operator_name or 'the platform'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("What was recorded is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not removed.")


class PlatformSeal(models.Model):
    """One link of the chain: a digest over a row of the record and the seal before it. ``sequence`` has no gaps."""

    sequence = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(PlatformActivity, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "console_seal"

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"
