"""Saying what another currency is worth. What was charged and paid before keeps the rate it had."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from billing.errors import OwnCurrency, RateNotPositive
from billing.models import ExchangeRate
from billing.models.rate import LARGEST
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.scope import require_business


@transaction.atomic
def set_rate(*, currency: str, rate: Decimal, valid_from: date | None = None, by: User | None = None) -> ExchangeRate:
    """Set what one unit of a currency is worth from a day on, today when none is named; the same day is overwritten.

    Raises OwnCurrency for the business's own, and RateNotPositive.
    """
    business = require_business()
    if currency == business.currency:
        raise OwnCurrency(currency=currency)
    if not 0 < rate < LARGEST:
        raise RateNotPositive
    found, _created = ExchangeRate.objects.update_or_create(
        currency=currency,
        valid_from=valid_from or clock.today(business.time_zone),
        defaults={"rate": rate, "set_by_name": by.name if by else ""},
    )
    record("rate.set", found, currency=currency, rate=f"{rate.normalize():f} {business.currency}")
    return found
