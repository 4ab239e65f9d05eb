"""Locks on files, which the kernel opens when their holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Waits until nobody else is inside."""
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def take_lease(file: Path) -> int:
    """Return a descriptor by which this process and its forks, with any number of others, hold the lease.

    Whoever does not close it holds it until the process ends, and a file object would complain of that.
    """
    lease = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    fcntl.flock(lease, fcntl.LOCK_SH)
    return lease


def is_held(file: Path, *, by_anybody: bool = False) -> bool:
    """Whether somebody has it for himself, or shares it. Two who ask for the former do not mistake each other."""
    with file.open("a") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if by_anybody else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
