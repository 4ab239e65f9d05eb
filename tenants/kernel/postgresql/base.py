"""The engine named in DATABASES."""

from collections.abc import Callable
from typing import Any

from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantsDatabaseWrapper
from psycopg.pq import TransactionStatus

from tenants.kernel.postgresql.pool import note_path
from tenants.kernel.postgresql.pooler import refuse_blind_pooler

EXTENSIONS = "extensions"
"""The schema of pg_trgm and its like: on every path, in no business."""


class DatabaseWrapper(TenantsDatabaseWrapper):
    """Asks the server which search path is in force instead of remembering what was sent.

    PostgreSQL 18 reports every change of ``search_path`` to the client (``SET LOCAL`` and rollbacks included), so the
    check costs no round trip. Servers that do not report it get a ``SET`` with every cursor, as django-tenants does.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_before_commit: dict[Callable[[list[Any]], None], list[Any]] = {}

    def commit(self) -> None:
        self.run_what_is_due()
        super().commit()

    def savepoint_commit(self, sid: str) -> None:
        """A test's transaction is never committed: there, the outermost block inside it stands for the transaction."""
        if all(getattr(block, "_from_testcase", False) for block in self.atomic_blocks):
            self.run_what_is_due()
        super().savepoint_commit(sid)

    def rollback(self) -> None:
        self.due_before_commit.clear()
        super().rollback()

    def close(self) -> None:
        self.due_before_commit.clear()
        super().close()

    def run_what_is_due(self) -> None:
        """Do what has waited for the end of the transaction, which is now."""
        due, self.due_before_commit = self.due_before_commit, {}
        for run, items in due.items():
            run(items)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or self.connection is None:
            return
        pgconn = self.connection.pgconn
        if pgconn.transaction_status == TransactionStatus.INERROR:
            return  # only ROLLBACK is heard now, and it restores the path itself
        wanted = ", ".join(self._get_cursor_search_paths()).encode()
        if pgconn.parameter_status(b"search_path") == wanted:
            return
        self.search_path_set_schemas = None
        super()._handle_search_path(cursor)
        note_path(self.connection, wanted)

    def _configure_connection(self, connection: Any) -> bool:
        """Look at each new connection, wherever its process began: what a pooler blurs is not used."""
        refuse_blind_pooler(connection)
        return bool(super()._configure_connection(connection))

    def _get_cursor_search_paths(self) -> list[str]:
        return [*super()._get_cursor_search_paths(), EXTENSIONS]
