from django.db import models

from tenants.kernel.models import BusinessModel


class CallCount(BusinessModel):
    """How often a caller, or the whole business, has called within the minute that it names: one row each, for ever."""

    caller = models.CharField(max_length=30, unique=True)
    minute = models.BigIntegerField()
    calls = models.IntegerField()

    class Meta(BusinessModel.Meta):
        db_table = "api_call_count"

    def __str__(self) -> str:
        return f"{self.caller}: {self.calls}"
