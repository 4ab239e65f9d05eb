"""Counting inside businesses, a few at a time, so that no page has to: the stalest first, whatever their number."""

from datetime import datetime
from typing import Any

from django.db.models import F

from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.console.models import Pulse
from tenants.console.selectors.business import count_in
from tenants.kernel import clock
from tenants.models import Business

BATCH = 50
"""Businesses a minute: below the schemas after which a connection is given back, and little beside real work."""


def measure_the_stalest(limit: int = BATCH) -> int:
    """Count in the businesses that have waited longest, new ones first; one that is broken stops no other."""
    waiting = Business.objects.order_by(F("pulse__measured_at").asc(nulls_first=True), "-pk")[:limit]
    for business in waiting:
        measure(business)
    return len(waiting)


def measure(business: Business) -> Pulse:
    """Count in one business now and keep the result; a business that cannot be entered keeps its old numbers."""
    fields = count_in(business)
    pulse, _is_new = Pulse.objects.update_or_create(
        business_id=business.pk, defaults={"measured_at": clock.now(), **fields}
    )
    return pulse


def team_gauge() -> dict[str, Any]:
    """What this layer itself knows of a business."""
    return {
        "members": User.objects.filter(kind=User.Kind.MEMBER, suspended_at=None).count(),
        "last_activity_at": _last_activity_at(),
    }


def _last_activity_at() -> datetime | None:
    return Activity.objects.order_by("-pk").values_list("at", flat=True).first()
