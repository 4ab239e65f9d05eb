"""How often a caller and a whole business may call: counted in the database, which is there when a cache is not."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tenants.api.models import CallCount
from tenants.kernel import clock

WINDOW_SECONDS = 60
_COUNT = """
INSERT INTO {table} (caller, minute, calls) VALUES (%s, %s, 1)
ON CONFLICT (caller) DO UPDATE SET
    calls = CASE WHEN {table}.minute = EXCLUDED.minute THEN {table}.calls + 1 ELSE 1 END, minute = EXCLUDED.minute
RETURNING calls
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Where a caller stands within this minute: the nearer of its own limit and the business's."""

    limit: int
    remaining: int
    seconds_left: int

    @property
    def is_exceeded(self) -> bool:
        return self.remaining < 0


def count_call(caller: str) -> Rate:
    """Count a call against the caller and the business; the transaction does not wait for the disk (0.3 ms, not 5)."""
    now = int(clock.now().timestamp())
    minute, passed = divmod(now, WINDOW_SECONDS)
    limits = {"business": settings.API_CALLS_PER_MINUTE, caller: settings.API_CALLS_PER_MINUTE_AND_CALLER}
    with transaction.atomic(), connection.cursor() as cursor:
        # Lost counts of the last moment before a crash are no loss.
        cursor.execute("SET LOCAL synchronous_commit = off")
        left = {limit: limit - _counted(cursor, who, minute) for who, limit in limits.items()}
    limit = min(left, key=lambda limit: left[limit])
    return Rate(limit, left[limit], WINDOW_SECONDS - passed)


def _counted(cursor: Any, caller: str, minute: int) -> int:
    table = connection.ops.quote_name(CallCount._meta.db_table)
    cursor.execute(_COUNT.format(table=table), [caller, minute])
    (calls,) = cursor.fetchone()
    return int(calls)
