from django.db import models
from django.db.models.functions import Now

from tenants.kernel.models import BusinessModel


class StoredAnswer(BusinessModel):
    """What a call with an ``Idempotency-Key`` was answered, written in the transaction that did what was asked.

    ``fingerprint`` is keyed with the platform's secret: a body may hold a password, and a bare digest could be guessed.
    """

    caller = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=200, blank=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "api_stored_answer"
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="api_stored_answer_once")]
        indexes = [
            # Sweeping out what is older than a day.
            models.Index(fields=["created_at"], name="api_stored_answer_age"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
