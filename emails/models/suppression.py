from django.db import models
from django.db.models.functions import Lower, Now

from tenants.kernel.models import BusinessModel


class Suppression(BusinessModel):
    """An address that mail is not sent to any more, and why."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced"
        COMPLAINED = "complained"

    address = models.CharField(max_length=254)
    reason = models.CharField(max_length=12, choices=Reason)
    detail = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "emails_suppression"
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(Lower("address"), name="emails_suppression_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
