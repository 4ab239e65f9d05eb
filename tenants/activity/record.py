"""Writing down what was done, in the same transaction as the doing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model

from tenants.activity.models import Activity
from tenants.kernel.commits import before_commit
from tenants.kernel.scope import require_business


class Actor(Protocol):
    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> str: ...


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Say who is at work while the block runs: the middleware does for requests, jobs for whoever asked for them."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def record(verb: str, subject: Model, *, contact_id: int | None = None, **facts: Any) -> Activity:
    """Add one row: ``record("charge.added", charge, contact_id=7, amount="€12.00")``; facts are plain JSON values."""
    actor = _actor.get()
    return _append(
        Activity(
            actor_id=None if actor is None else actor.pk,
            actor_name="" if actor is None else actor.name,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            contact_id=contact_id,
            facts=facts,
        )
    )


def _append(row: Activity) -> Activity:
    """Every row passes here, and is tied into the chain before its transaction ends."""
    with transaction.atomic():
        row.save(force_insert=True)
        before_commit(_seal, (require_business().schema, row.pk))
    return row


def _seal(rows: list[tuple[str, int]]) -> None:
    for schema in {schema for schema, _pk in rows}:
        Activity.chain.seal(schema, [pk for where, pk in rows if where == schema])
