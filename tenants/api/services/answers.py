"""``Idempotency-Key``: what was done once is answered again, not done again.

The row is put down first and its answer filled in last, in the transaction of what is done in between: a crash leaves
neither, and a second request with the same key waits at the unique index until the first is through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.crypto import salted_hmac

from tenants.api.errors import KeyReused, StillRunning
from tenants.api.models import StoredAnswer
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue

KEPT = timedelta(hours=24)
PATIENCE_MS = 5_000
"""How long a request waits for the first one with its key."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    location: str = ""
    is_replayed: bool = False


def answer_once(*, caller: str, key: str, request: bytes, do: Callable[[], Answer]) -> Answer:
    """Answer ``do()``, or what it was answered when this caller sent this key with the same request within 24 hours.

    Only what was done is remembered: after a refusal the same key may try again. Raises KeyReused and StillRunning.
    """
    fingerprint = salted_hmac("api.request", request, algorithm="sha256").hexdigest()
    with transaction.atomic():
        known = _claim(caller, key, fingerprint)
        if known is not None:
            return _repeated(known, fingerprint)
        answer = do()
        StoredAnswer.objects.filter(caller=caller, key=key).update(
            status=answer.status, body=answer.body, location=answer.location
        )
        enqueue("api.forget_answers", due_at=clock.now() + KEPT, key="api.forget_answers")
    return answer


def forget_answers() -> None:
    """Remove what is older than a day; while younger ones are left, come back for them."""
    now = clock.now()
    StoredAnswer.objects.filter(created_at__lte=now - KEPT).delete()
    oldest = StoredAnswer.objects.order_by("created_at").first()
    if oldest is not None:
        due_at = oldest.created_at + KEPT
        enqueue("api.forget_answers", due_at=due_at, key=f"api.forget_answers:{due_at:%Y%m%d%H%M%S}")


def _claim(caller: str, key: str, fingerprint: str) -> StoredAnswer | None:
    """Put the row down, or return the one that stands there; one that is a day old makes room."""
    same = StoredAnswer.objects.filter(caller=caller, key=key)
    same.filter(created_at__lte=clock.now() - KEPT).delete()
    row = StoredAnswer(caller=caller, key=key, fingerprint=fingerprint, created_at=clock.now())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            before = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
            StoredAnswer.objects.bulk_create([row], ignore_conflicts=True)
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
            raise
        raise StillRunning from error
    found = same.get()
    return None if _is_ours(found) else found


def _is_ours(row: StoredAnswer) -> bool:
    """Nobody else sees a row without its answer: it is filled in before it is committed."""
    return row.status == 0


def _repeated(known: StoredAnswer, fingerprint: str) -> Answer:
    if known.fingerprint != fingerprint:
        raise KeyReused
    return Answer(known.status, known.body, known.location, is_replayed=True)
