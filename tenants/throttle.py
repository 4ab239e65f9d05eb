"""A limit on how often one address may ask: kept in this process, for courtesies that cost little."""

import time
from collections import OrderedDict, deque
from threading import Lock

_REMEMBERED = 10_000


class Throttle:
    """At most ``limit`` times in ``seconds`` for each key; what protects money or passwords counts in the database."""

    def __init__(self, *, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Count this time, unless it is one too many."""
        now = time.monotonic()
        with self._lock:
            times = self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.limit:
                return False
            times.append(now)
            if len(self._times) > _REMEMBERED:
                self._times.popitem(last=False)
        return True

    def forget(self) -> None:
        self._times.clear()
