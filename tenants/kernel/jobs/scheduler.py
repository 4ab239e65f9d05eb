"""The tick: tell workers of what is due. It costs what is due, not how many businesses there are."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.queue import WOKEN_FOR, wake
from tenants.kernel.jobs.runner import handlers

BATCH = 200


def plant_repeating_work() -> None:
    """Make sure that each repeating task has its one row."""
    DueWork.objects.bulk_create(
        [
            DueWork(name=name, key="every", due_at=clock.now())
            for name, handler in handlers.items()
            if handler.every is not None
        ],
        ignore_conflicts=True,
    )


def tick() -> int:
    """Wake workers for due work that nobody has been told of lately; return how many messages went out.

    Businesses take turns: each one's first due row goes out before anyone's second.
    """
    due = _claim()
    return sum(wake(work.pk, work.business_id, work.name) for work in due)


@transaction.atomic
def _claim() -> list[DueWork]:
    now = clock.now()
    untold = Q(woken_until__isnull=True) | Q(woken_until__lt=now)
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting = DueWork.objects.filter(untold, free, state=DueWork.State.WAITING, due_at__lte=now)
    turn = Window(RowNumber(), partition_by=[F("business_id")], order_by=[F("due_at").asc()])
    first = waiting.order_by("due_at")[: BATCH * 10].annotate(turn=turn)
    ids = sorted_by_turn(first.values_list("pk", "turn"))
    # Asked again under the lock: another scheduler may have told somebody since the list was read.
    locked = list(waiting.filter(pk__in=ids).select_for_update(skip_locked=True))
    DueWork.objects.filter(pk__in=[work.pk for work in locked]).update(woken_until=now + WOKEN_FOR)
    order = {pk: index for index, pk in enumerate(ids)}
    return sorted(locked, key=lambda work: order[work.pk])


def sorted_by_turn(rows: Iterable[tuple[int, int]]) -> list[int]:
    """Return the ids of a batch: everybody's first, then everybody's second."""
    return [pk for pk, _turn in sorted(rows, key=lambda row: row[1])[:BATCH]]
