"""Where the rate of an amount stands: with the charge or the payment that it came from."""

from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from billing.selectors.base import Row

OF_ENTRY = Coalesce("charge__rate", "payment__rate")
"""Of a ledger entry; a credit of neither has none."""
OF_PAYMENT = F("rate")


def rows_by_rate(rows: Any, name: str = "amount_minor") -> list[Row]:
    """Add up rows that carry ``on_rate``, by currency and rate, in one query."""
    grouped = rows.order_by().values_list("currency", "on_rate").annotate(sum=Sum(name))
    return [(minor, currency, rate) for currency, rate, minor in grouped]
