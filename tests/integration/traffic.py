"""Many at a time, each on a line kept open; what fails is told and nothing is tried twice."""

import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Self

from tests.integration.fleet import Fleet

Ask = Callable[[HTTPConnection, int], str]
"""Does one request on a line and returns what is wrong with the answer, or nothing."""


class Traffic:
    """Goes on in threads of its own until it has made its requests or is stopped."""

    def __init__(
        self, fleet: Fleet, ask: Ask, *, at_once: int, requests: int | None = None, pause: float = 0.0
    ) -> None:
        self._fleet, self._ask, self._pause, self.at_once = fleet, ask, pause, at_once
        self._numbers = iter(range(requests if requests is not None else 10**9))
        self._lock, self._stop = threading.Lock(), threading.Event()
        self.faults: list[str] = []
        self.done = 0
        self._threads = [threading.Thread(target=self._drive, args=(number,), daemon=True) for number in range(at_once)]

    def __enter__(self) -> Self:
        self.started = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self.wait()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()
        self.seconds = time.monotonic() - self.started

    def _drive(self, number: int) -> None:
        line = self._fleet.connect(number)
        while not self._stop.is_set() and (turn := self._next()) is not None:
            try:
                fault = self._ask(line, turn)
            except (OSError, HTTPException) as error:
                fault = f"request {turn}: {error!r}"
                line.close()
            with self._lock:
                self.done += 1
                if fault:
                    self.faults.append(fault)
            if self._pause:
                self._stop.wait(self._pause)
        line.close()

    def _next(self) -> int | None:
        with self._lock:
            return next(self._numbers, None)
