"""A database for one run of the tests, on the server that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction
from psycopg import sql

from tenants import directory


@contextmanager
def fresh_database(worker: str) -> Iterator[str]:
    """Point Django at a new, empty database; drop it afterwards."""
    own = connection.settings_dict["NAME"]
    name = "_".join(part for part in ("test", own, worker) if part)
    _recreate(name)
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = own
        _recreate(name, again=False)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened: a walk over every URL that furnishes its rooms once."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    directory._by_subdomain.clear()


@contextmanager
def another_database(name: str) -> Iterator[str]:
    """An empty database beside Django's own, for another process."""
    _recreate(name)
    try:
        yield name
    finally:
        _recreate(name, again=False)


def _recreate(name: str, *, again: bool = True) -> None:
    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        user=given["USER"],
        password=given["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if again:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
