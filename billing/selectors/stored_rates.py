"""Where the rate of an amount stands: with the charge or the payment that it came from."""

from django.db.models import F
from django.db.models.functions import Coalesce

OF_ENTRY = Coalesce("charge__rate", "payment__rate")
"""Of a ledger entry; a credit of neither has none."""
OF_PAYMENT = F("rate")
