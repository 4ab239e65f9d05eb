"""One business, looked at from outside and counted inside: a page of one may enter its schema, a list never does."""

from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count

from tenants import directory
from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.console.gauges import read_all
from tenants.console.models import PlatformActivity
from tenants.console.wording import Entry, entries_of
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import StaleSnapshot, WrongBusiness, business_scope
from tenants.models import Business

log = structlog.get_logger()

SHOWN = 10


@dataclass(frozen=True)
class Inside:
    """What was found inside a business just now; ``fault`` says why nothing was."""

    counts: dict[str, Any]
    owners: list[tuple[str, str]] = field(default_factory=list)
    fault: str = ""


def inside(business: Business) -> Inside:
    """Count in the business, and read its owners' names and addresses; nobody else's leave it."""
    counts = count_in(business)
    if counts["fault"]:
        return Inside({}, fault=counts["fault"])
    with business_scope(directory.snapshot(business)):
        owners = User.objects.filter(kind=User.Kind.MEMBER, role=Role.OWNER).order_by("pk")
        return Inside(counts, list(owners.values_list("name", "email")))


def count_in(business: Business) -> dict[str, Any]:
    """Return Pulse's fields as they are now, or only ``fault`` when the business cannot be entered."""
    try:
        with transaction.atomic(), business_scope(directory.snapshot(business)):
            return {"fault": "", **read_all()}
    except (WrongBusiness, StaleSnapshot, DatabaseError) as error:
        log.warning("business_not_counted", business=business.pk, exc_info=True)
        return {"fault": f"{type(error).__name__}: {error}"[:200]}


def work_of(business: Business) -> dict[str, int]:
    """Return how much of a business's work waits, is held and is dead."""
    counted = DueWork.objects.filter(business_id=business.pk).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(DueWork.State.values, 0) | dict(counted)


def done_about(business: Business) -> list[Entry]:
    """Return what the platform did about a business lately, newest first."""
    return entries_of(PlatformActivity.objects.filter(business_id=business.pk).order_by("-pk")[:SHOWN])
