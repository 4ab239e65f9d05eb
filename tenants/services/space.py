"""How much a business may keep, which its plan says."""

from django.db.models import QuerySet

from tenants.kernel.scope import require_business
from tenants.models import Business

_MEGABYTE = 1024 * 1024


def allowed_bytes() -> int:
    return _plan_of(Business.objects.all())


def held_allowed_bytes() -> int:
    """Return the same, and let nobody else of this business add to what is kept until the transaction ends."""
    return _plan_of(Business.objects.select_for_update(of=("self",), no_key=True))


def _plan_of(businesses: "QuerySet[Business]") -> int:
    business = businesses.select_related("plan").get(pk=require_business().id)
    return int(business.plan.max_storage_mb) * _MEGABYTE
