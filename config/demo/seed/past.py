"""Living at another instant: what the database stamps itself is moved there as well."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from django.db import connection, transaction

from tenants.kernel import clock
from tenants.kernel.scope import require_business


@contextmanager
def happening_at(instant: datetime) -> Iterator[None]:
    """Do something in one transaction as if it were then: every row it adds carries that time."""
    with transaction.atomic(), clock.held_at(instant):
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement_timestamp()")
            (begun,) = cursor.fetchone()
        yield
        with connection.cursor() as cursor:
            for table, column in _stamped_columns(require_business().schema):
                cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{column}" >= %s', [instant, begun])  # noqa: S608


@cache
def _stamped_columns(schema: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND column_default = 'statement_timestamp()'",
            [schema],
        )
        return [(table, column) for table, column in cursor.fetchall()]
