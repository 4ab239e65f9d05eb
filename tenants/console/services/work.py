"""Work that was given up: tried again, or put away, by a person who looked at it."""

from django.db import transaction

from tenants.console.errors import AlreadySo
from tenants.console.record import record_platform
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.queue import WOKEN_FOR, enqueue, wake
from tenants.provisioning.pool import POOL_SIZE


@transaction.atomic
def retry(work_id: int) -> DueWork:
    """Have dead work tried again from the first attempt; raises AlreadySo when it is not dead any more."""
    work = _dead(work_id)
    now = clock.now()
    DueWork.objects.filter(pk=work.pk).update(
        state=DueWork.State.WAITING, attempts=0, error="", due_at=now, woken_until=now + WOKEN_FOR
    )
    record_platform("work.retried", business_id=work.business_id, name=work.name, work=work.pk)
    transaction.on_commit(lambda: wake(work.pk, work.business_id, work.name))
    return work


@transaction.atomic
def discard(work_id: int) -> DueWork:
    """Put dead work away for good; the record keeps what it was. Raises AlreadySo when it is not dead any more."""
    work = _dead(work_id)
    DueWork.objects.filter(pk=work.pk).delete()
    record_platform("work.discarded", business_id=work.business_id, name=work.name, work=work.pk, error=work.error)
    return work


@transaction.atomic
def refill_pool() -> None:
    """Ask for the pool of ready schemas to be filled now; asked for twice, it is filled once."""
    enqueue("tenants.fill_pool", key="refill")
    record_platform("pool.refilled", size=POOL_SIZE)


def _dead(work_id: int) -> DueWork:
    work = DueWork.objects.select_for_update().filter(pk=work_id, state=DueWork.State.DEAD).first()
    if work is None:
        raise AlreadySo
    return work
