"""What a killed server leaves behind."""

import os
import signal
import subprocess
import time
from pathlib import Path

from config.embedded.errors import EmbeddedServerError

STOP_SECONDS = 5


def remove_leftovers(data: Path) -> None:
    """Called when no keeper runs: a server that still does has lost its keeper, a pid file without one is stale.

    PostgreSQL itself believes a pid file whenever any process has that number, which after a restart of the machine
    or in a copied folder is somebody else's.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        pid_file.unlink(missing_ok=True)
        return
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if not _is_server_of(pid, data):
            break
        os.kill(pid, how)
        _wait_until_gone(pid, data)
    else:
        raise EmbeddedServerError(f"An old server (process {pid}) of {data} does not stop.")
    pid_file.unlink(missing_ok=True)


def _wait_until_gone(pid: int, data: Path) -> None:
    until = time.monotonic() + STOP_SECONDS
    while time.monotonic() < until and _is_server_of(pid, data):
        time.sleep(0.05)


def _is_server_of(pid: int, data: Path) -> bool:
    command = _command_line(pid)
    return "postgres" in command and str(data) in command


def _command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    listed = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout
