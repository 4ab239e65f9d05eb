"""Ends the demo's processes when their supervisor is gone. A program, not a module; it outlives a kill -9.

Reads lines: ``+N`` when a process group was started, ``-N`` when it has ended. When the supervisor ends, however it
ends, its side of the pipe closes: the first process of each group is asked to stop, and after a few seconds the whole
group is killed.
"""

import os
import signal
import sys
import time
from collections.abc import Callable

PATIENCE_SECONDS = 5.5


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # It ends with the supervisor, not before.
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        groups.add(group) if line[0] == "+" else groups.discard(group)
    end(groups)


def end(groups: set[int]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    for group in groups:
        tell(os.kill, group, signal.SIGTERM)
    left = groups
    while left and time.monotonic() < until:
        left = {group for group in left if tell(os.killpg, group, 0)}
        time.sleep(0.05)
    for group in left:
        tell(os.killpg, group, signal.SIGKILL)


def tell(how: Callable[[int, int], None], whom: int, number: int) -> bool:
    """Whether anybody was there to hear it."""
    try:
        how(whom, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
