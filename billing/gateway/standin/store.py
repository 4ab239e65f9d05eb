"""Everything the stand-in remembers, in one SQLite file: a transaction per request, safe across threads and restarts.

A body may hold keys that begin with an underscore: private facts that no answer shows. `_due` is the instant at which
time changes the object by itself (a debit settles, a session expires, a subscription renews).
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import Json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, account TEXT NOT NULL,
    created INTEGER NOT NULL, due INTEGER, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_listed ON objects (account, kind, seq);
CREATE INDEX IF NOT EXISTS objects_due ON objects (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS answers (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, request TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, key));
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, event TEXT NOT NULL, endpoint TEXT NOT NULL, due REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', status INTEGER, error TEXT);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_TRANSACTION = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
_SAVEPOINT = ("SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner")


class Store:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.database = sqlite3.connect(folder / "standin.sqlite3", check_same_thread=False, isolation_level=None)
        self.database.row_factory = sqlite3.Row
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=NORMAL")
        self.database.executescript(_SCHEMA)

    def close(self) -> None:
        with self.lock:
            self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one at a time; inside another one it is a savepoint."""
        with self.lock:
            inner = self.database.in_transaction
            begin, commit, rollback = _SAVEPOINT if inner else _TRANSACTION
            self.database.execute(begin)
            try:
                yield
            except BaseException as error:
                if not getattr(error, "keeps_effects", False):
                    self.database.execute(rollback)
                if inner or self.database.in_transaction:
                    self.database.execute(commit)
                raise
            self.database.execute(commit)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self.lock:
            return self.database.execute(sql, values).fetchall()

    def change(self, sql: str, *values: Any) -> int:
        with self.transaction():
            return self.database.execute(sql, values).rowcount

    def put(self, account: str, body: Json) -> None:
        self.change(
            "INSERT INTO objects (id, kind, account, created, due, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET due = excluded.due, body = excluded.body",
            *(body["id"], body["object"], account, body.get("created", 0), body.get("_due"), json.dumps(body)),
        )

    def get(self, account: str, object_id: str, kind: str | None = None) -> Json | None:
        found = self.rows("SELECT kind, body FROM objects WHERE id = ? AND account = ?", object_id, account)
        if not found or (kind and found[0]["kind"] != kind):
            return None
        return _loaded(found[0])

    def owner_of(self, object_id: str) -> str | None:
        found = self.rows("SELECT account FROM objects WHERE id = ?", object_id)
        return str(found[0]["account"]) if found else None

    def select(self, account: str, kind: str, **fields: Any) -> list[Json]:
        """All objects of a kind whose fields equal these, oldest first; `a__b` reaches into a nested hash."""
        clauses = "".join(f" AND json_extract(body, '$.{name.replace('__', '.')}') = ?" for name in fields)
        sql = "SELECT body FROM objects WHERE account = ? AND kind = ?" + clauses + " ORDER BY seq"  # noqa: S608 - names come from the code
        return [_loaded(row) for row in self.rows(sql, account, kind, *fields.values())]

    def due(self, now: int) -> list[tuple[str, Json]]:
        found = self.rows("SELECT account, body FROM objects WHERE due <= ? ORDER BY due, seq", now)
        return [(row["account"], _loaded(row)) for row in found]

    def remove(self, object_id: str) -> None:
        self.change("DELETE FROM objects WHERE id = ?", object_id)

    def setting(self, name: str, default: Any = None) -> Any:
        found = self.rows("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(found[0]["value"]) if found else default

    def set(self, name: str, value: Any) -> None:
        sql = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self.change(sql, name, json.dumps(value))


def _loaded(row: sqlite3.Row) -> Json:
    body: Json = json.loads(row["body"])
    return body
