"""Changing a business's own row; every process notices with its next request."""

from typing import Any

from django.db import transaction

from tenants import directory
from tenants.kernel.canary.models import Canary
from tenants.kernel.scope import BusinessSnapshot, provisioning_scope
from tenants.models import Business


@transaction.atomic
def change_business(business_id: int, **fields: Any) -> BusinessSnapshot:
    """Set fields of a business and make every remembered snapshot of it stale; return the new snapshot."""
    business = Business.objects.select_for_update().get(pk=business_id)
    for name, value in fields.items():
        setattr(business, name, value)
    business.generation += 1
    business.full_clean(exclude=["plan"])
    business.save(update_fields=[*fields, "generation"])
    snapshot = directory.snapshot(business)
    with provisioning_scope(snapshot):
        Canary.objects.update(generation=business.generation)
    return snapshot
