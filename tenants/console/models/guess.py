from django.db import models
from django.db.models.functions import Now


class OperatorGuess(models.Model):
    """An attempt at an operator's password or code that was not right, or not yet."""

    key = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "console_wrong_guess"
        indexes = [
            # Counting one key's last quarter of an hour; ``at`` alone sweeps.
            models.Index(fields=["key", "at"], name="console_wrong_guess_key"),
            models.Index(fields=["at"], name="console_wrong_guess_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.at}"
