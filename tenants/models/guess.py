from django.db import models
from django.db.models.functions import Now


class AddressGuess(models.Model):
    """A wrong guess at a password from an address, at whichever business: sprays over many are seen here.

    Also what is asked on the base domain, under a key that says so.
    """

    address = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            # Counting one address's last quarter of an hour; ``at`` alone sweeps.
            models.Index(fields=["address", "at"], name="tenants_address_guess_address"),
            models.Index(fields=["at"], name="tenants_address_guess_at"),
        ]

    def __str__(self) -> str:
        return f"{self.address} at {self.at}"
