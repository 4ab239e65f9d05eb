"""Idempotency keys: one answer per key and account, kept for a day, and a conflict while the first is still running."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from .errors import ApiError, Json
from .store import Store

KEPT_SECONDS = 24 * 3600
LONGEST_KEY = 255


@dataclass(frozen=True)
class Remembered:
    status: int
    body: Json
    request_id: str


class IdempotencyKeys:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.running: set[tuple[str, str]] = set()
        self.lock = threading.Lock()

    @contextmanager
    def running_alone(self, account: str, key: str) -> Iterator[None]:
        """409 while another request with this key has not been answered yet."""
        with self.lock:
            if (account, key) in self.running:
                raise in_use(key)
            self.running.add((account, key))
        try:
            yield
        finally:
            with self.lock:
                self.running.discard((account, key))

    def recall(self, account: str, key: str, fingerprint: str, *, now: int) -> Remembered | None:
        found = self.store.rows(
            "SELECT * FROM answers WHERE account = ? AND key = ? AND created > ?", account, key, now - KEPT_SECONDS
        )
        if not found:
            return None
        if found[0]["fingerprint"] != fingerprint:
            raise ApiError(
                "Keys for idempotent requests can only be used with the same parameters they were first used with."
                f" Try using a key other than '{key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        return Remembered(found[0]["status"], json.loads(found[0]["body"]), found[0]["request"])

    def remember(self, account: str, key: str, fingerprint: str, *, answer: Remembered, now: int) -> None:
        self.store.change(
            "INSERT OR REPLACE INTO answers (account, key, fingerprint, request, status, body, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(account, key, fingerprint, answer.request_id, answer.status, json.dumps(answer.body), now),
        )


def in_use(key: str) -> ApiError:
    return ApiError(
        "There is currently another in-progress request using this Idempotency Key (that probably means you submitted"
        f" twice, and the other request is still going through): {key}.",
        status=HTTPStatus.CONFLICT,
        code="idempotency_key_in_use",
        kind="idempotency_error",
    )


def fingerprint(method: str, path: str, form: Json) -> str:
    return hashlib.sha256(json.dumps([method, path, form], sort_keys=True).encode()).hexdigest()
