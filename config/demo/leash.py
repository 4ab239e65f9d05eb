"""Ends the demo's processes when their supervisor is gone. A program, not a module; it outlives a kill -9.

Reads lines: ``+N`` when a process group was started, ``-N`` when it has ended. When the supervisor ends, however it
ends, its side of the pipe closes, and every group that is still there is asked to stop, then killed.
"""

import os
import signal
import sys
import time

PATIENCE_SECONDS = 4


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
    left = {group for group in groups if tell(group, signal.SIGTERM)}
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if tell(group, 0)}
    for group in left:
        tell(group, signal.SIGKILL)


def tell(group: int, number: int) -> bool:
    """Whether anybody of the group was there to hear it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
