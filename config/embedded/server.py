"""Starting, finding and stopping the embedded server."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from config.embedded import cluster
from config.embedded.errors import EmbeddedServerError
from config.embedded.locks import is_held, only_one, take_lease
from config.embedded.orphans import remove_leftovers
from config.embedded.place import Place, locate

KEEPER = Path(__file__).with_name("keeper.py")
STOP_SECONDS = 15
ATTEMPTS = 3
LARGE_LOG = 10_000_000

_leases: dict[Path, int] = {}


def ensure_running(folder: Path) -> str:
    """The address of the server whose data are in this folder; it runs at least until this process ends.

    Starts it, and makes its data, when needed: about two seconds the first time, under one later on.
    """
    home = folder.resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with only_one(home / "door.lock"):
            if home not in _leases:
                _leases[home] = take_lease(home / "lease.lock")
            if not _is_running(home):
                _start(locate(home))
            return _address(home)
    except PermissionError as error:
        if error.filename is None or not Path(error.filename).is_relative_to(home):
            raise
        raise EmbeddedServerError(
            f"{error.filename} belongs to another account, perhaps because the demo was once started as somebody else. "
            f"Give it to yourself with chown -R, or remove {home}."
        ) from error


def release(folder: Path) -> None:
    """Give this process's lease back. The server stops soon after, unless somebody else needs it."""
    lease = _leases.pop(folder.resolve(), None)
    if lease is not None:
        os.close(lease)


def stop(folder: Path) -> None:
    """Stop the server, whoever needs it, and wait until it is gone."""
    home = folder.resolve()
    release(home)
    if not home.exists():
        return
    with only_one(home / "door.lock"):  # Nobody is starting it at the moment.
        keeper = home / "keeper.lock"
        if is_held(keeper):
            os.kill(int(keeper.read_text()), signal.SIGTERM)
        wait_until_stopped(home)


def is_needed(folder: Path) -> bool:
    """Whether anybody holds a lease. The keeper asks the same several times a second, so one yes proves nothing."""
    lease = folder.resolve() / "lease.lock"
    for _ in range(5):
        if lease.exists() and not is_held(lease, by_anybody=True):
            return False
        time.sleep(0.03)
    return lease.exists()


def erase(folder: Path) -> None:
    """Throw the data away; refused while somebody uses them."""
    if not folder.exists():
        return
    release(folder)
    if is_needed(folder):
        raise EmbeddedServerError(f"Somebody uses the database in {folder}: end the shell or the tests and try again.")
    wait_until_stopped(folder)
    place = locate(folder.resolve())
    if place.is_elsewhere:
        shutil.rmtree(place.data.parent)
    shutil.rmtree(folder)


def wait_until_stopped(folder: Path) -> None:
    keeper = folder.resolve() / "keeper.lock"
    until = time.monotonic() + STOP_SECONDS
    while keeper.exists() and is_held(keeper):
        if time.monotonic() > until:
            raise EmbeddedServerError(f"The server in {folder} does not stop; see {keeper.with_name('log')}.")
        time.sleep(0.05)


def _is_running(home: Path) -> bool:
    if not is_held(home / "keeper.lock"):
        return False
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", _last_port(home))) == 0:
            return True
    wait_until_stopped(home)  # The server was killed, and its keeper has not seen it yet.
    return False


def _start(place: Place) -> None:
    if place.is_elsewhere:
        sys.stderr.write(
            f"PostgreSQL runs as {place.account.name}, to whom {place.home} is closed: its data are in {place.data}.\n"
        )
    remove_leftovers(place.data)
    cluster.prepare(place)
    place.log.touch(mode=0o600)
    if place.log.stat().st_size > LARGE_LOG:
        os.truncate(place.log, 0)
    for _ in range(ATTEMPTS):
        port, log_start = _free_port(_last_port(place.home)), place.log.stat().st_size
        answer = _run_keeper(place, port)
        if answer == "ready":
            _private_text(place.home / "server.json", json.dumps({"port": port}))
            return
        last_words = place.log.read_bytes()[log_start:].decode(errors="replace")
        if "could not bind" not in last_words:  # Else somebody took the port in between.
            break
    raise EmbeddedServerError(f"{answer} The end of {place.log} says:\n{last_words[-2000:]}")


def _run_keeper(place: Place, port: int) -> str:
    uid, gid = (place.account.uid, place.account.gid) if place.account.run_as else (-1, -1)
    keeper = [sys.executable, "-I", "-S", str(KEEPER), str(place.home), str(uid), str(gid)]
    done = subprocess.run(
        [*keeper, *cluster.server_command(place, port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env=cluster.environment(),
        check=False,
    )
    return done.stdout.strip()


def _address(home: Path) -> str:
    password = quote((home / "password").read_text(), safe="")
    return f"postgresql://{cluster.NAME}:{password}@127.0.0.1:{_last_port(home)}/{cluster.NAME}"


def _last_port(home: Path) -> int:
    try:
        return int(json.loads((home / "server.json").read_text())["port"])
    except FileNotFoundError:
        return 0


def _free_port(preferred: int) -> int:
    """The port of the last time, so that an address somebody noted stays right; another one when it is taken."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EmbeddedServerError("No port of 127.0.0.1 is free.")


def _private_text(file: Path, text: str) -> None:
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(file)
