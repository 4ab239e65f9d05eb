"""Databases for one run of the tests, on the server that the settings name."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from tenants import directory
from tenants.services.database import prepare_database

EMPTY = "template1"
_LOCK = 0x74657374  # "test"
_Server = psycopg.Connection[tuple[object, ...]]


@contextmanager
def fresh_database(worker: str, *, like: str = EMPTY) -> Iterator[str]:
    """Point Django at a new database that is empty, or like another; drop it afterwards."""
    own = connection.settings_dict["NAME"]
    with another_database("_".join(part for part in ("test", own, worker) if part), like=like) as name:
        _point_django_at(name)
        try:
            yield name
        finally:
            _point_django_at(own)


@contextmanager
def another_database(name: str, *, like: str = EMPTY) -> Iterator[str]:
    """A database beside Django's own, for another process."""
    with _server() as server:
        _recreate(server, name, like=like)
    try:
        yield name
    finally:
        with _server() as server:
            _drop(server, name)


def prepared_database() -> str:
    """Return the name of a database that prepare_database() has been through, for others to be made like it.

    It stays from run to run, and is made anew when anything that makes it has changed; of processes at once, one does.
    """
    own = connection.settings_dict["NAME"]
    name, wanted = f"test_{own}_prepared", _fingerprint()
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if _remark(server, name) != wanted:
            _recreate(server, name, like=EMPTY)
            _point_django_at(name)
            try:
                prepare_database()
            finally:
                _point_django_at(own)
            server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), wanted))
    return name


def url_of(name: str) -> str:
    """Return the address of a database for another process."""
    given = connection.settings_dict
    user = given["USER"] + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgresql://{user}@{given['HOST']}:{given['PORT']}/{name}"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened: a walk over every URL that furnishes its rooms once."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    directory._by_subdomain.clear()


def _fingerprint() -> str:
    """Return a hash over all that prepare_database() runs: migrations, and the making of schemas."""
    folders = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    making = [settings.BASE_DIR / "tenants" / folder for folder in ("provisioning", "services")]
    digest = hashlib.sha256()
    for path in sorted(path for folder in [*folders, *making] for path in folder.glob("*.*") if path.is_file()):
        digest.update(f"{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _point_django_at(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


def _server() -> _Server:
    given = connection.settings_dict
    parts = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"] or None}
    return psycopg.connect(**parts, dbname="postgres", autocommit=True)


def _recreate(server: _Server, name: str, *, like: str) -> None:
    _drop(server, name)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))
    server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))


def _drop(server: _Server, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _remark(server: _Server, name: str) -> object:
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return found[0] if found else None
