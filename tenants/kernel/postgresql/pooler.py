"""Refusing a pooler that may give each statement another connection: a path set on one is not in force on the next."""

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as ours
from psycopg import Connection, OperationalError

log = structlog.get_logger()


class PooledElsewhere(ImproperlyConfigured):
    """There is a pooler, such as PgBouncer, between us and the server, and it does not report the search path."""


def refuse_blind_pooler(connection: Connection) -> None:
    """Raise PooledElsewhere unless the connection is the server's own, or every change of the path is reported.

    A pooler answers for the server with a process id of its own. One in session mode would do, but cannot be told from
    one in transaction mode. Costs one round trip for each new connection, none where the path is reported.
    """
    if connection.info.parameter_status("search_path") is not None:
        return
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    if row is None or row[0] != connection.info.backend_pid:
        raise PooledElsewhere(
            "DATABASE_URL leads through a pooler that does not report search_path. Connect to PostgreSQL directly, "
            "or let PgBouncer report it: PostgreSQL 18 and track_extra_parameters = search_path."
        )


def refuse_at_start() -> None:
    """Do it once where a process begins, on a connection apart: our own pool would try again for ever.

    A server that cannot be reached yet is looked at when it can be.
    """
    try:
        connection = Connection.connect(**ours.get_connection_params())
    except OperationalError:
        log.warning("no_database_at_start", exc_info=True)
        return
    with connection:
        refuse_blind_pooler(connection)
