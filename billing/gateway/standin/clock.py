"""The stand-in's own time: real, plus what a test has added."""

import time

from .store import Store


class Clock:
    def __init__(self, store: Store) -> None:
        self.store = store

    def now(self) -> int:
        return int(time.time()) + int(self.store.setting("clock_offset", 0))

    def advance(self, seconds: int) -> None:
        self.store.set("clock_offset", int(self.store.setting("clock_offset", 0)) + seconds)
