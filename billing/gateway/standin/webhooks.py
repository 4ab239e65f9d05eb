"""Signed deliveries in the background, retried with backoff; disturbed on demand."""

import hashlib
import hmac
import http.client
import json
import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from .call import shown
from .errors import Json
from .store import Store

logger = logging.getLogger(__name__)

WORKERS = 4
TIMEOUT_SECONDS = 20
MOST_ATTEMPTS = 40
_PAUSE = 0.25
_SUCCESS = range(200, 300)


@dataclass
class Disturbance:
    """`duplicates`: how often each event comes; `delay` and `shuffle` in seconds; `drop`: how many never come."""

    duplicates: int = 1
    shuffle: float = 0.0
    delay: float = 0.0
    hold: bool = False
    drop: int = 0


class Webhooks:
    """`on_pause` runs between rounds of the dispatcher: the passing of time is driven from here."""

    def __init__(self, store: Store, on_pause: Callable[[], object]) -> None:
        self.store = store
        self.on_pause = on_pause
        self.wake = threading.Event()
        self.stopping = threading.Event()
        self.work: queue.Queue[Json] = queue.Queue()
        self.threads = [threading.Thread(target=self._dispatch, name="webhooks", daemon=True)]
        self.threads += [threading.Thread(target=self._deliver, daemon=True) for _ in range(WORKERS)]
        store.change("UPDATE deliveries SET state = 'waiting' WHERE state = 'sending'")

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.wake.set()
        self.threads[0].join(timeout=5)

    @property
    def disturbance(self) -> Disturbance:
        return Disturbance(**self.store.setting("webhooks", {}))

    def disturb(self, **changes: Any) -> Disturbance:
        changed = Disturbance(**{**asdict(self.disturbance), **changes})
        self.store.set("webhooks", asdict(changed))
        return changed

    def release(self) -> int:
        """Let go of what is held, in random order if shuffling."""
        with self.store.transaction():
            self.disturb(hold=False)
            due = "RANDOM() / 1e19" if self.disturbance.shuffle else "0"
            count = self.store.change(f"UPDATE deliveries SET state = 'waiting', due = {due} WHERE state = 'held'")  # noqa: S608
        self.wake.set()
        return count

    def resend(self, event_id: str, times: int = 1) -> int:
        """Deliver an old event again to every endpoint that got it."""
        rows = self.store.rows("SELECT DISTINCT endpoint FROM deliveries WHERE event = ?", event_id)
        for row in rows * times:
            self._insert(event_id, row["endpoint"], state="waiting", due=0.0)
        self.wake.set()
        return len(rows) * times

    def flush(self, seconds: float) -> bool:
        """Wait until every first try has been made; False if time ran out."""
        until = time.monotonic() + seconds
        sql = (
            "SELECT 1 FROM deliveries WHERE state IN ('new', 'sending') OR (state = 'waiting' AND attempts = 0) LIMIT 1"
        )
        while self.store.rows(sql):
            if time.monotonic() > until:
                return False
            self.wake.set()
            time.sleep(0.02)
        return True

    def _dispatch(self) -> None:
        while not self.stopping.is_set():
            self.wake.wait(_PAUSE)
            self.wake.clear()
            try:
                self.on_pause()
                self._plan()
                for row in self._claim():
                    self.work.put(row)
            except Exception:
                logger.exception("a round of deliveries failed")

    def _plan(self) -> None:
        """Decide about the new ones as the controls stand now."""
        with self.store.transaction():
            for row in self.store.rows("SELECT * FROM deliveries WHERE state = 'new' ORDER BY seq"):
                self._plan_one(row["seq"], row["event"], row["endpoint"])

    def _plan_one(self, seq: int, event: str, endpoint: str) -> None:
        wanted = self.disturbance
        if wanted.drop:
            self.disturb(drop=wanted.drop - 1)
            self.store.change("UPDATE deliveries SET state = 'dropped' WHERE seq = ?", seq)
            return
        state = "held" if wanted.hold else "waiting"
        self.store.change("UPDATE deliveries SET state = ?, due = ? WHERE seq = ?", state, _due(wanted), seq)
        for _ in range(wanted.duplicates - 1):
            self._insert(event, endpoint, state=state, due=_due(wanted))

    def _insert(self, event: str, endpoint: str, *, state: str, due: float) -> None:
        sql = "INSERT INTO deliveries (event, endpoint, state, due) VALUES (?, ?, ?, ?)"
        self.store.change(sql, event, endpoint, state, due)

    def _claim(self) -> list[Json]:
        with self.store.transaction():
            sql = "SELECT * FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY due, seq LIMIT 200"
            rows = [dict(row) for row in self.store.rows(sql, time.time())]
            for row in rows:
                self.store.change("UPDATE deliveries SET state = 'sending' WHERE seq = ?", row["seq"])
        return rows

    def _deliver(self) -> None:
        while True:
            row = self.work.get()
            try:
                self._send(row)
            except Exception:
                logger.exception("delivery %s failed", row["seq"])

    def _send(self, row: Json) -> None:
        event, endpoint = self._load(row["event"]), self._load(row["endpoint"])
        if event is None or endpoint is None:
            self.store.change("UPDATE deliveries SET state = 'failed', error = 'gone' WHERE seq = ?", row["seq"])
            return
        status, error = post(endpoint, event)
        attempts, delivered = row["attempts"] + 1, status in _SUCCESS
        state = "delivered" if delivered else "failed" if attempts >= MOST_ATTEMPTS else "waiting"
        due = time.time() + backoff(attempts)
        sql = "UPDATE deliveries SET state = ?, attempts = ?, due = ?, status = ?, error = ? WHERE seq = ?"
        with self.store.transaction():
            self.store.change(sql, state, attempts, due, status, error, row["seq"])
            if delivered:
                self._count_down(row["event"])

    def _count_down(self, event_id: str) -> None:
        owner, event = self.store.owner_of(event_id), self._load(event_id)
        if owner and event:
            self.store.put(owner, {**event, "pending_webhooks": max(0, event["pending_webhooks"] - 1)})

    def _load(self, object_id: str) -> Json | None:
        owner = self.store.owner_of(object_id)
        return self.store.get(owner, object_id) if owner else None


def _due(wanted: Disturbance) -> float:
    if not wanted.delay and not wanted.shuffle:
        return 0.0
    return time.time() + wanted.delay + random.uniform(0, wanted.shuffle)  # noqa: S311 - disorder, not secrecy


def backoff(attempts: int) -> float:
    """Seconds before the next try: half a second, doubled each time, a minute at most."""
    return min(60.0, 0.25 * 2.0**attempts)


def sign(payload: str, secret: str, timestamp: int) -> str:
    """Stripe's header: HMAC-SHA256 over "timestamp.payload"."""
    mac = hmac.new(secret.encode(), f"{timestamp}.{payload}".encode(), hashlib.sha256)
    return f"t={timestamp},v1={mac.hexdigest()}"


def post(endpoint: Json, event: Json) -> tuple[int | None, str | None]:
    """Deliver once: the status, or what went wrong."""
    payload = json.dumps(shown(event), indent=2)
    parts = urlsplit(endpoint["url"])
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT_SECONDS)
    headers = {
        "Host": endpoint.get("_host") or parts.netloc,
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": sign(payload, endpoint["_secret"], int(time.time())),
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, payload.encode(), headers)
        return connection.getresponse().status, None
    except (OSError, http.client.HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"
    finally:
        connection.close()
