"""What a business says about itself, and how it works."""

from typing import Any

from django.db import transaction

from tenants.activity.record import record
from tenants.currency import currency_is_fixed
from tenants.errors import CurrencyFixed
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.models import Business
from tenants.services.businesses import change_business


@transaction.atomic
def change_details(**fields: Any) -> BusinessSnapshot:
    """Set fields of the business in scope; raises CurrencyFixed once there are amounts in the old currency."""
    business = Business.objects.select_for_update().get(pk=require_business().id)
    changed = sorted(name for name, value in fields.items() if getattr(business, name) != value)
    if "currency" in changed and currency_is_fixed():
        raise CurrencyFixed(currency=business.currency)
    snapshot = change_business(business.pk, **fields)
    if changed:
        record("business.changed", business, fields=changed)
    return snapshot
