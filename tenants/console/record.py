"""Writing down what operators and the platform did, in the same transaction as the doing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tenants.console.models import Operator, PlatformActivity
from tenants.kernel.commits import before_commit
from tenants.kernel.scope import platform_scope


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand it was, and from where."""

    operator: Operator | None = None
    address: str = ""


_hand: ContextVar[Hand] = ContextVar("hand", default=Hand())  # noqa: B039 frozen


@contextmanager
def by_hand_of(operator: Operator | None, *, address: str | None = "") -> Iterator[None]:
    """Say which operator is at work while the block runs; the middleware does for requests."""
    token = _hand.set(Hand(operator, address or ""))
    try:
        yield
    finally:
        _hand.reset(token)


def record_platform(verb: str, *, business_id: int | None = None, **facts: Any) -> PlatformActivity:
    """Add one row: ``record_platform("business.suspended", business_id=7, state="closed")``; never a secret."""
    hand = _hand.get()
    row = PlatformActivity(
        operator_id=None if hand.operator is None else hand.operator.pk,
        operator_name="" if hand.operator is None else hand.operator.name,
        address=hand.address,
        verb=verb,
        business_id=business_id,
        facts=facts,
    )
    with platform_scope(), transaction.atomic():
        row.save(force_insert=True)
        before_commit(_seal, row.pk)
    return row


def _seal(row_ids: list[int]) -> None:
    PlatformActivity.chain.seal("public", row_ids)
