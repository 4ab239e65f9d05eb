"""One service of the demo: a process group of its own, a log of its own, started again when it falls."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from config.demo.kernel import end_with_parent

LEASH = Path(__file__).with_name("leash.py")
LARGE_LOG = 10_000_000
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 30


@dataclass(frozen=True)
class Service:
    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    folder: Path = field(default_factory=Path.cwd)
    once: bool = False
    """A step that ends by itself; it is not started again."""
    uses_others: bool = False
    """Stopped before those that are used."""


class Leash:
    """Knows every group that runs, and ends them when we cannot."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(LEASH)], stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def note(self, group: int) -> None:
        self._write(f"+{group}\n")

    def forget(self, group: int) -> None:
        self._write(f"-{group}\n")

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def _write(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line)
            self._process.stdin.flush()


class Child:
    def __init__(self, service: Service, *, logs: Path, leash: Leash) -> None:
        self.service = service
        self.log = logs / f"{service.name}.log"
        self._leash = leash
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_again_at = 0.0
        self._pause = 0.5
        self._log_start = self._heard_until = 0

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def is_waiting(self) -> bool:
        """Whether it fell and is to be started again."""
        return self._process is None and self._start_again_at > 0

    def start(self) -> None:
        supervisor = os.getpid()
        with self._open_log() as log:
            # Code between fork and exec is safe: the supervisor has one thread.
            self._process = subprocess.Popen(
                self.service.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.service.folder,
                env=self.service.environment,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(supervisor),  # noqa: PLW1509
            )
        self._started = time.monotonic()
        self._leash.note(self.pid)

    def is_gone(self) -> bool:
        return self._process is None or self.has_ended()

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def wait(self, seconds: float) -> None:
        if self._process is not None:
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                return

    def fall(self) -> str:
        """Its process ended by itself: clear what it left, plan the next start, and say how it ended."""
        if self._process is None:
            return ""
        code = self._process.returncode
        self.clear()
        if time.monotonic() - self._started > STEADY_SECONDS:
            self._pause = 0.5
        self._start_again_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def start_again_when_due(self) -> bool:
        if not self.is_waiting or time.monotonic() < self._start_again_at:
            return False
        self._start_again_at = 0.0
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """Only its first process is asked: it knows in which order its own have to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def clear(self) -> None:
        """Kill whatever is left of its group."""
        self._tell(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._leash.forget(self.pid)
        self._process = None
        self._start_again_at = 0.0

    def last_words(self, lines: int = 6) -> list[str]:
        return self._said_since(self._log_start).decode(errors="replace").splitlines()[-lines:]

    def news(self) -> list[str]:
        """Whole lines since the last time, without the structured ones, which are for machines."""
        said = self._said_since(self._heard_until)
        whole = said[: said.rfind(b"\n") + 1]
        self._heard_until += len(whole)
        lines = [line.strip() for line in whole.decode(errors="replace").splitlines()]
        return [line for line in lines if line and not line.startswith("{")]

    def _tell(self, number: signal.Signals) -> None:
        if self._process is not None:
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:
                return

    def _said_since(self, offset: int) -> bytes:
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read()

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LARGE_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        log = self.log.open("ab")
        self._log_start = self._heard_until = log.tell()
        return log
