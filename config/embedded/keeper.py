"""Runs one PostgreSQL server for as long as anybody holds its lease, then stops it. A program, not a module.

It leaves the terminal and the process group of whoever starts it, prints one line (``ready``, or why not) and stays in
the background. Locks are the kernel's, so that a holder killed with -9 has given its lease back, and a keeper killed
with -9 takes its server with it (on Linux).

    keeper.py HOME UID GID SERVER-COMMAND…      with UID and GID -1 to stay who we are
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.2
READY_SECONDS = 60
STOP_SECONDS = 5
STATUS_LINE = 7  # of postmaster.pid, counted from 0

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT  # PostgreSQL's words for its ways to stop


class StopAsked(Exception):
    pass


def main(home: Path, uid: int, gid: int, command: list[str]) -> int:
    heard, said = os.pipe()
    if os.fork():
        os.close(said)
        with os.fdopen(heard) as line:
            sys.stdout.write(line.read() or "The keeper of the server died.")
        return 0
    os.close(heard)
    os.setsid()
    _detach(home / "log")
    with (home / "keeper.lock").open("a+") as own:
        fcntl.flock(own, fcntl.LOCK_EX)
        own.truncate(0)
        own.write(str(os.getpid()))
        own.flush()
        keep(home, start(command, uid, gid), data=Path(command[command.index("-D") + 1]), said=said)
    return 0


def _detach(log: Path) -> None:
    with Path(os.devnull).open("rb") as nothing, log.open("ab") as lines:
        os.dup2(nothing.fileno(), 0)
        os.dup2(lines.fileno(), 1)
        os.dup2(lines.fileno(), 2)


def start(command: list[str], uid: int, gid: int) -> subprocess.Popen[bytes]:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    keeper = os.getpid()

    def become_the_server() -> None:
        if uid >= 0:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
        if libc is not None:  # After the change of account, which would clear it.
            libc.prctl(PR_SET_PDEATHSIG, FAST)
            if os.getppid() != keeper:
                os._exit(1)

    # The keeper has one thread, so code between fork and exec is safe here.
    return subprocess.Popen(command, cwd="/", preexec_fn=become_the_server)  # noqa: PLW1509


def keep(home: Path, server: subprocess.Popen[bytes], *, data: Path, said: int) -> None:
    signal.signal(signal.SIGTERM, _ask_to_stop)
    try:
        if not _wait_until_ready(server, data):
            os.write(said, b"The server did not start.")
            return
        os.write(said, b"ready")
        os.close(said)
        while server.poll() is None:
            time.sleep(POLL_SECONDS)
            if _nobody_needs_it(home):
                return
    except StopAsked:
        return
    finally:
        _stop(server)


def _ask_to_stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise StopAsked


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path) -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _status(data) == "ready":
            return True
        time.sleep(0.02)
    return False


def _status(data: Path) -> str:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return ""
    return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else ""


def _nobody_needs_it(home: Path) -> bool:
    """Whether the last lease is gone. If so the door stays shut until we end: nobody walks into a closing house."""
    door, lease = (home / "door.lock").open("a"), (home / "lease.lock").open("a")
    if _locked(door) and _locked(lease):
        _until_the_end.extend((door, lease))
        return True
    door.close()
    lease.close()
    return False


_until_the_end: list[IO[str]] = []


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop(server: subprocess.Popen[bytes]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for how in (FAST, IMMEDIATE, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
