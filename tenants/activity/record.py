"""Writing down what was done, in the same transaction as the doing."""

from contextvars import ContextVar
from typing import Any, Protocol

from django.db.models import Model

from tenants.activity.models import Activity


class Actor(Protocol):
    pk: Any
    name: str


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def acting(actor: Actor | None) -> None:
    """Say who is at work in this request or job; called once by the middleware."""
    _actor.set(actor)


def record(verb: str, subject: Model, *, contact_id: int | None = None, **facts: Any) -> Activity:
    """Add one row: ``record("charge.added", charge, contact_id=7, amount="€12.00")``; facts are plain JSON values."""
    actor = _actor.get()
    return Activity.objects.create(
        actor_id=None if actor is None else actor.pk,
        actor_name="" if actor is None else actor.name,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        contact_id=contact_id,
        facts=facts,
    )
