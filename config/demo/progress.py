"""What the demo says while it starts and runs."""

import sys
import time


class Progress:
    """Lines with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._started

    def say(self, sentence: str) -> None:
        print(f"{self.elapsed:6.1f} s  {sentence}", flush=True)

    def quote(self, lines: list[str]) -> None:
        for line in lines:
            print(f"          | {line}", flush=True)

    def complain(self, sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)
