from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tenants.kernel.models import BusinessModel

LARGEST = 10**9


class ExchangeRate(BusinessModel):
    """What one unit of another currency is worth in the business's own, from a day on until the next rate."""

    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    set_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_exchange_rate"
        constraints = [
            models.CheckConstraint(condition=Q(rate__gt=0), name="billing_exchange_rate_positive"),
            # Found by currency and day; and one day has one rate.
            models.UniqueConstraint(fields=["currency", "valid_from"], name="billing_exchange_rate_day"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate.normalize():f} from {self.valid_from}"
