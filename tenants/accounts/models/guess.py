from django.db import models
from django.db.models.functions import Now

from tenants.kernel.models import BusinessModel


class WrongGuess(BusinessModel):
    """An attempt that was not right, or not yet: counted under the account it was for and the address it came from."""

    key = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "accounts_wrong_guess"
        indexes = [
            # Counting one key's last quarter of an hour; ``at`` alone sweeps.
            models.Index(fields=["key", "at"], name="accounts_wrong_guess_key"),
            models.Index(fields=["at"], name="accounts_wrong_guess_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.at}"
