"""Starts services in order, watches them, and ends them in order."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.demo.children import Child, Leash, Service
from config.demo.kernel import adopt_orphans, bury_strangers
from config.demo.progress import Progress

TICK_SECONDS = 0.1
PATIENCE_SECONDS = {True: 5.5, False: 1.5}
"""With those who use others, then with those who are used. A worker looks up from its empty queue every few seconds."""


class StopAsked(Exception):
    """Ctrl-C, a closed terminal, or a polite kill."""


class StepFailed(Exception):
    """Something the demo cannot start without; the sentence has been said."""


class Supervisor:
    """One tree of processes. Nothing of it outlives us, also when we are killed: the leash sees to that.

    Signals only leave a note; whoever waits here looks at it every tenth of a second.
    """

    def __init__(self, *, logs: Path, progress: Progress) -> None:
        self._logs = logs
        self._progress = progress
        self._children: list[Child] = []
        self._asked_to_stop = 0
        adopt_orphans()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        logs.mkdir(parents=True, exist_ok=True)
        self._leash = Leash()

    def start(self, service: Service) -> Child:
        self.check()
        child = Child(service, logs=self._logs, leash=self._leash)
        self._children.append(child)
        child.start()
        return child

    def run_to_end(self, service: Service) -> None:
        """One step, waited for; what it says is shown."""
        child = self.start(service)
        while not child.has_ended():
            self.tick()
            self._progress.quote(child.news())
        self._progress.quote(child.news())
        self._children.remove(child)
        ending, words = child.fall(), child.last_words(20)
        if ending != "ended with exit code 0":
            self._progress.say(f"{child.name} {ending}; its log is {child.log}")
            self._progress.quote(words)
            raise StepFailed

    def wait_for(self, condition: Callable[[], bool], *, what: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                self._progress.say(f"{what} did not come up in {seconds:.0f} s; the logs are in {self._logs}")
                raise StepFailed
            self.tick()

    def watch(self) -> None:
        """Until somebody asks to stop."""
        while True:
            self.tick()

    def tick(self) -> None:
        self.check()
        time.sleep(TICK_SECONDS)
        for child in self._children:
            if child.service.once:
                continue
            if child.has_ended():
                ending = child.fall()
                self._progress.say(f"{child.name} {ending} and is started again; its log is {child.log}")
                self._progress.quote(child.last_words())
            elif child.start_again_when_due():
                self._progress.say(f"{child.name} runs again")
        bury_strangers({child.pid for child in self._children} | {self._leash.pid})

    def check(self) -> None:
        if self._asked_to_stop:
            raise StopAsked

    def stop(self) -> None:
        """Those who use others before those who are used, politely for a few seconds. A second Ctrl-C shortens that."""
        for uses_others in (True, False):
            wave = [child for child in self._children if child.service.uses_others is uses_others]
            for child in wave:
                child.ask_to_stop()
            self._wait_for_end(wave, PATIENCE_SECONDS[uses_others])
            for child in wave:
                child.clear()
        self._children.clear()

    def close(self) -> None:
        self._leash.close()

    def _wait_for_end(self, wave: list[Child], patience: float) -> None:
        until = time.monotonic() + patience
        signals_before = self._asked_to_stop
        while time.monotonic() < until and self._asked_to_stop == signals_before:
            if all(child.is_gone() for child in wave):
                return
            time.sleep(TICK_SECONDS / 2)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop += 1


@contextmanager
def supervised(*, logs: Path, progress: Progress) -> Iterator[Supervisor]:
    """A supervisor whose processes are gone when the block ends, whatever ended it."""
    supervisor = Supervisor(logs=logs, progress=progress)
    try:
        yield supervisor
    finally:
        supervisor.stop()
        supervisor.close()
