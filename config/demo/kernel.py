"""Two favours that Linux does for whoever looks after processes; elsewhere the leash alone does the work."""

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Receive the signal when the parent ends, however it ends; at once if it has ended already."""
    if _libc is not None:
        _libc.prctl(_SET_PARENT_DEATH_SIGNAL, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)


def adopt_orphans() -> None:
    """Grandchildren whose parent ends become ours, instead of the machine's first process's."""
    if _libc is not None:
        _libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def bury_strangers(ours: set[int]) -> None:
    """Collect the exit of adopted processes; those of our own children are left to their keepers."""
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None or ended.si_pid in ours:
            return
        os.waitpid(ended.si_pid, 0)
