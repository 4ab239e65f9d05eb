"""Asking for work: a row in the caller's transaction, and a nudge to the workers after it."""

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import current_business

log = structlog.get_logger()

WOKEN_FOR = timedelta(seconds=20)
"""How long the scheduler leaves work alone that a worker has already been told of."""

_BROKER_REST_SECONDS = 15.0


class _Broker:
    """Remembers a broker that did not answer, so that a page with ten jobs does not wait ten times."""

    silent_until = 0.0


def enqueue(name: str, *, due_at: datetime | None = None, key: str | None = None, **kwargs: Any) -> None:
    """Have ``name`` done for the business in scope now, at ``due_at`` or at once, after the transaction commits.

    ``kwargs`` are ids and plain values, never secrets. With ``key``, work that already waits is not asked for twice.
    """
    business = current_business()
    now = clock.now()
    work = DueWork(
        business_id=None if business is None else business.id,
        name=name,
        kwargs=kwargs,
        key=key,
        due_at=due_at or now,
        woken_until=now + WOKEN_FOR,
    )
    if due_at is not None and due_at > now:
        work.woken_until = None
    work_id = _write_down(work)
    if work.woken_until:
        transaction.on_commit(lambda: wake(work_id, work.business_id, name))


def _write_down(work: DueWork) -> int:
    """Return the row's id, or that of the one that waits under the same key; telling a worker of it again is harmless.

    An insert that may meet a conflict returns no id, so it is asked for.
    """
    DueWork.objects.bulk_create([work], ignore_conflicts=work.key is not None)
    if work.key is None:
        return work.pk
    same = DueWork.objects.filter(business_id=work.business_id, name=work.name, key=work.key)
    found = same.values_list("pk", flat=True).first()
    return _write_down(work) if found is None else found  # what stood in the way was done in between


def wake(work_id: int, business_id: int | None, name: str) -> bool:
    """Tell a worker through the broker; a broker that is down is logged, and the scheduler tries again."""
    if time.monotonic() < _Broker.silent_until:
        return False
    try:
        current_app.send_task(name, headers={"work": work_id, "business": business_id}, retry=False)
    except (OSError, OperationalError) as error:
        _Broker.silent_until = time.monotonic() + _BROKER_REST_SECONDS
        log.warning("broker_silent", error=str(error), work=work_id)
        return False
    return True
