"""How the platform is doing: a handful of aggregates over public tables, whatever the number of businesses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.utils.functional import Promise

from tenants.console.models import Pulse
from tenants.console.selectors.businesses import STATES, current_fingerprint
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.models import Business, WarmSchema
from tenants.provisioning.pool import POOL_SIZE


@dataclass(frozen=True)
class Step:
    """One stage of the way from sign-up to money, and how many got so far."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Queues:
    due: int
    oldest_due_at: datetime | None
    later: int
    held: int
    dead: int


@dataclass(frozen=True)
class Versions:
    current: str
    on_current: int
    behind: int


def states() -> list[tuple[str, str | Promise, int]]:
    """Return each state with its label and how many businesses are in it."""
    counted = dict(Business.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(value, label, counted.get(value, 0)) for value, label in STATES]


def funnel_counts() -> dict[str, int]:
    """Return how many businesses signed up, took their own look, wrote a contact down, and were paid."""
    return Business.objects.aggregate(
        signed_up=Count("pk"),
        branded=Count("pk", filter=Q(branded_at__isnull=False)),
        first_contact=Count("pk", filter=Q(pulse__first_contact_at__isnull=False)),
        first_payment=Count("pk", filter=Q(pulse__first_payment_at__isnull=False)),
    )


def mail() -> dict[str, Any]:
    """Return the sums of what was last counted in each business."""
    return Pulse.objects.aggregate(
        troubled=Sum("mail_troubled", default=0),
        waiting=Sum("mail_waiting", default=0),
        businesses=Count("pk", filter=Q(mail_troubled__gt=0)),
        oldest=Min("measured_at"),
        unreachable=Count("pk", filter=~Q(fault="")),
    )


def queues() -> Queues:
    now = clock.now()
    waiting = DueWork.objects.filter(state=DueWork.State.WAITING)
    due = waiting.filter(due_at__lte=now).aggregate(count=Count("pk"), oldest=Min("due_at"))
    return Queues(
        due=due["count"],
        oldest_due_at=due["oldest"],
        later=waiting.filter(due_at__gt=now).count(),
        held=DueWork.objects.filter(state=DueWork.State.HELD).count(),
        dead=DueWork.objects.filter(state=DueWork.State.DEAD).count(),
    )


def versions() -> Versions:
    current = current_fingerprint()
    counted = Business.objects.aggregate(
        on=Count("pk", filter=Q(schema_fingerprint=current)), behind=Count("pk", filter=~Q(schema_fingerprint=current))
    )
    return Versions(current, counted["on"], counted["behind"])


def pool() -> tuple[int, int]:
    """Return how many ready schemas there are, and how many there should be."""
    return WarmSchema.objects.filter(fingerprint=current_fingerprint()).count(), POOL_SIZE
