from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now

from tenants.activity.chain import Chain
from tenants.kernel.models import BusinessModel, BusinessQuerySet


class AppendOnly(RuntimeError):
    """Code tried to rewrite what was recorded: a bug, never a user's mistake."""


class ActivityQuerySet(BusinessQuerySet["Activity"]):
    """Adds and reads; what stands there stays as it is."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not changed.")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("What was recorded is not removed.")


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

    chain = Chain(
        rows="activity_activity",
        seals="activity_seal",
        columns=("at", "actor_id", "actor_name", "verb", "subject_type", "subject_id", "contact_id", "facts"),
    )
    objects = models.Manager.from_queryset(ActivityQuerySet)()  # type: ignore[misc]

    class Meta(BusinessModel.Meta):
        db_table = "activity_activity"
        indexes = [
            # A contact's timeline, newest first.
            models.Index(fields=["contact_id", "-id"], name="activity_by_contact"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("What was recorded is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("What was recorded is not removed.")

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Seal(BusinessModel):
    """One link of the chain: a digest over a row of the record and the seal before it. ``sequence`` has no gaps."""

    sequence = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta(BusinessModel.Meta):
        db_table = "activity_seal"

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"
