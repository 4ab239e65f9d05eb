"""Handlers as Celery tasks, and the guard that stands before each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from celery import Task, shared_task
from celery.exceptions import Reject

from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import Handler, handlers, perform
from tenants.kernel.scope import platform_scope

log = structlog.get_logger()

Function = Callable[..., None]


class GuardedTask(Task):  # type: ignore[type-arg]
    """Runs only what the table of due work holds, for the business it holds it for.

    The guard stands in ``__call__`` because Celery swallows what signal handlers raise. A message that names no work,
    unknown work, or another business is put with the dead letters and nothing is run.
    """

    abstract = True

    def __call__(self, *_args: Any, **_kwargs: Any) -> None:
        headers: dict[str, int | None] = self.request.headers or {}
        work_id, business_id = headers.get("work"), headers.get("business")
        fault = self._fault(work_id, business_id)
        if fault or work_id is None:
            self._bury(fault, work_id, business_id)
            raise Reject(fault, requeue=False)
        perform(work_id)

    def _fault(self, work_id: Any, business_id: Any) -> str:
        if not isinstance(work_id, int):
            return "The message names no work."
        with platform_scope():
            work = DueWork.objects.filter(pk=work_id).first()
        if work is None:
            return ""  # done already: brokers deliver twice
        if (work.name, work.business_id) != (self.name, business_id):
            return "The message and its work name different businesses or jobs."
        return ""

    def _bury(self, fault: str, work_id: Any, business_id: Any) -> None:
        log.error("message_refused", job=self.name, fault=fault, work=work_id, business=business_id)
        with platform_scope():
            DueWork.objects.create(
                name=self.name,
                state=DueWork.State.DEAD,
                error=fault,
                due_at=clock.now(),
                kwargs={"message": {"work": str(work_id)[:50], "business": str(business_id)[:50]}},
            )


def tenant_task(name: str, *, while_suspended: bool = False) -> Callable[[Function], Function]:
    """Declare a keyword-only function, safe to run twice, as work done inside the business that asked for it.

    While the business is suspended its work waits; ``while_suspended`` is for what has happened already and only needs
    to be written down, such as money that Stripe has moved.
    """
    return _declare(name, in_business=True, while_suspended=while_suspended)


def platform_task(name: str, *, every: timedelta | None = None) -> Callable[[Function], Function]:
    """Declare work of the platform itself; with ``every`` it repeats for ever."""
    return _declare(name, in_business=False, every=every)


def _declare(name: str, **how: Any) -> Callable[[Function], Function]:
    def declare(function: Function) -> Function:
        handlers[name] = Handler(function, **how)
        shared_task(name=name, base=GuardedTask)(function)
        return function

    return declare
