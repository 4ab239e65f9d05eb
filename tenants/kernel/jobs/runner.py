"""Doing work: lease the row, enter its business, run the handler, then forget the row or try again later."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, models, transaction
from django.db.models import F, Q

from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import BusinessSnapshot, StaleSnapshot, business_scope, platform_scope, snapshot_of

log = structlog.get_logger()

LEASE = timedelta(seconds=130)  # a little past the worker's hard time limit
MAX_ATTEMPTS = 10


class RetryLater(Exception):
    """A handler's way to say: not now, and this is why; counts as an attempt."""


@dataclass(frozen=True)
class Handler:
    """A function that does one kind of work; ``every`` makes it repeat for the platform.

    A suspended business's work is held, unless it is of a kind that goes on ``while_suspended``.
    """

    function: Callable[..., None]
    in_business: bool
    every: timedelta | None = None
    while_suspended: bool = False


class Suspended(Exception):
    """The work's business is suspended: it waits, and that is no failure."""


handlers: dict[str, Handler] = {}


def perform(work_id: int) -> bool:
    """Do one row of due work if nobody else does; return whether it was there to be done."""
    with platform_scope():
        work = _lease(work_id)
        if work is None:
            return False
        with structlog.contextvars.bound_contextvars(job=work.name, work=work.pk, business=work.business_id):
            try:
                _run(work)
            except Suspended:
                _hold(work)
            except Exception as error:  # noqa: BLE001 whatever a handler raises must be kept with its work
                _failed(work, error)
            else:
                _done(work)
    return True


def run_due(limit: int = 1000) -> int:
    """Do everything that is due in this process, oldest first; return how many were done.

    What is to be tried again is left for the next time, however long this one takes.
    """
    tried: list[int] = []
    done = 0
    while done < limit and (due := _next_due(tried)) is not None:
        done += perform(due)
        tried.append(due)
    return done


def _next_due(tried: list[int]) -> int | None:
    with platform_scope():
        now = clock.now()
        due = _takeable(now).filter(due_at__lte=now).exclude(pk__in=tried)
        return due.order_by("due_at", "pk").values_list("pk", flat=True).first()


def _takeable(now: Any) -> "models.QuerySet[DueWork]":
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    return DueWork.objects.filter(free, state=DueWork.State.WAITING)


@transaction.atomic
def _lease(work_id: int) -> DueWork | None:
    now = clock.now()
    row = _takeable(now).filter(pk=work_id, due_at__lte=now).select_for_update(skip_locked=True)
    # The sub-select locks, the update leases, and the transaction ends before the work runs.
    taken = DueWork.objects.filter(pk__in=row.values("pk")).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return DueWork.objects.get(pk=work_id) if taken else None


def _run(work: DueWork) -> None:
    handler = handlers[work.name]
    if not handler.in_business:
        handler.function(**work.kwargs)
        return
    if work.business_id is None:
        raise LookupError(f"{work.name} needs a business and has none.")
    try:
        scope = business_scope(_at_work(work.business_id, handler))
        scope.__enter__()
    except StaleSnapshot:  # it changed between the read and the check: once more
        scope = business_scope(_at_work(work.business_id, handler))
        scope.__enter__()
    try:
        handler.function(**work.kwargs)
    finally:
        scope.__exit__(None, None, None)


def _at_work(business_id: int, handler: Handler) -> BusinessSnapshot:
    business = snapshot_of(business_id)
    if not (business.is_active or handler.while_suspended):
        raise Suspended
    return business


def _hold(work: DueWork) -> None:
    """Put work by until its business is restored; it has not been tried."""
    DueWork.objects.filter(pk=work.pk).update(
        state=DueWork.State.HELD, attempts=F("attempts") - 1, leased_until=None, woken_until=None
    )


def release(business_ids: Iterable[int]) -> int:
    """Let the held work of businesses go on, in the order in which it came due; return how much there was."""
    held = DueWork.objects.filter(state=DueWork.State.HELD, business_id__in=list(business_ids))
    return held.update(state=DueWork.State.WAITING)


def _done(work: DueWork) -> None:
    every = handlers[work.name].every
    if every is None:
        work.delete()
        return
    DueWork.objects.filter(pk=work.pk).update(
        due_at=clock.now() + every, leased_until=None, woken_until=None, attempts=0, error=""
    )


def _failed(work: DueWork, error: Exception) -> None:
    if connection.needs_rollback or not connection.is_usable():
        connection.close()
    known = work.name in handlers
    last = not known or (work.attempts >= MAX_ATTEMPTS and handlers[work.name].every is None)
    log.warning("work_failed", attempt=work.attempts, dead=last, exc_info=not isinstance(error, RetryLater))
    DueWork.objects.filter(pk=work.pk).update(
        state=DueWork.State.DEAD if last else DueWork.State.WAITING,
        error=f"{type(error).__name__}: {error}"[:500],
        due_at=clock.now() + backoff(work.attempts),
        leased_until=None,
        woken_until=None,
    )


def backoff(attempts: int) -> timedelta:
    """Return the wait before the next try: 5 s doubling to an hour, with up to a quarter of jitter."""
    seconds = min(5 * 2 ** (attempts - 1), 3600)
    return timedelta(seconds=seconds * random.uniform(1, 1.25))  # noqa: S311 no secret
