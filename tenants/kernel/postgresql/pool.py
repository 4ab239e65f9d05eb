"""What a connection must forget before another business may borrow it."""

from weakref import WeakKeyDictionary

import psycopg

SCHEMAS_PER_CONNECTION = 100
"""PostgreSQL keeps 0.2-1.1 MB of catalogue cache for each schema a connection has seen; only closing it frees that."""

_seen: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()


def note_path(connection: psycopg.Connection, path: bytes) -> None:
    _seen.setdefault(connection, set()).add(path)


def forget_business(connection: psycopg.Connection) -> None:
    """Empty the search path on the way back to the pool; close what has seen too many businesses."""
    if len(_seen.get(connection, ())) >= SCHEMAS_PER_CONNECTION:
        connection.close()
        return
    connection.execute("RESET search_path")  # the role's own path is empty: it fails closed
    if not connection.autocommit:
        connection.commit()
