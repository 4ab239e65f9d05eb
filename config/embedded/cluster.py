"""The data of the server: made once, whole or not at all."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from config.embedded.errors import EmbeddedServerError
from config.embedded.place import Place

NAME = "mango"  # The role and the database.

INITDB = (
    *("--username", NAME),
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",  # the same order and the same case rules on every machine
    "--no-instructions",
    "--no-sync",  # half the time, and nothing is in it yet
)

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path may have 107 characters, a project's folder has more
    "max_connections": "200",
    "max_locks_per_transaction": "1024",  # one transaction creates, and one pg_dump reads, hundreds of tables
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",  # nobody replicates from here
    "max_wal_senders": "0",
    "io_method": "sync",  # three processes less
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "cluster_name": NAME,
}


def environment() -> dict[str, str]:
    """Nothing of ours: PGDATA, PGPORT and friends would be obeyed."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def server_command(place: Place, port: int) -> list[str]:
    options = [f"--{name}={value}" for name, value in {**OPTIONS, "port": str(port)}.items()]
    return [place.program("postgres"), "-D", str(place.data), *options]


def prepare(place: Place) -> None:
    """Make the data when there are none; refuse those of another major version."""
    if place.is_elsewhere and not place.password_file.exists():
        shutil.rmtree(place.data, ignore_errors=True)  # The project's var/ was removed: it starts over.
    for leftover in place.data.parent.glob("unfinished-*"):
        shutil.rmtree(leftover)
    if place.data.exists():
        _check_usable(place)
    else:
        _create(place)


def _check_usable(place: Place) -> None:
    if place.account.run_as and place.data.stat().st_uid != place.account.uid:
        _give(place)
    made_by = (place.data / "PG_VERSION").read_text().strip()
    installed = _run(place, ["postgres", "--version"]).split()[-1].partition(".")[0]
    if made_by != installed:
        raise EmbeddedServerError(
            f"The data in {place.data} were made by PostgreSQL {made_by}; the installed one is {installed}. "
            f"Take them out with pg_dump of version {made_by}, or start over with make demo-reset."
        )
    if not place.password_file.exists():
        raise EmbeddedServerError(
            f"{place.password_file} is gone, and {place.data} opens with nothing else: put it back, "
            "or start over with make demo-reset."
        )


def _create(place: Place) -> None:
    unfinished = place.data.parent / f"unfinished-{secrets.token_hex(4)}"
    _own(place, unfinished, folder=True)
    password = _own(place, unfinished / "password")
    password.write_text(secrets.token_urlsafe(24))
    data = unfinished / "data"
    _run(place, ["initdb", *INITDB, "--pgdata", str(data), "--pwfile", str(password)])
    _run(place, ["postgres", "--single", "-D", str(data), "postgres"], says=f"CREATE DATABASE {NAME}\n")
    shutil.copyfile(password, _private(place.password_file))
    data.rename(place.data)
    shutil.rmtree(unfinished)


def _give(place: Place) -> None:
    """Data that root copied belong to root; the server reads its own only."""
    for path in (place.data, *place.data.rglob("*")):
        os.chown(path, place.account.uid, place.account.gid)


def _own(place: Place, path: Path, *, folder: bool = False) -> Path:
    """A new private file or folder of the account that runs the server."""
    path.mkdir(mode=0o700) if folder else path.touch(mode=0o600)
    if place.account.run_as:
        os.chown(path, place.account.uid, place.account.gid)
    return path


def _private(path: Path) -> Path:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return path


def _run(place: Place, command: list[str], *, says: str = "") -> str:
    done = subprocess.run(
        [place.program(command[0]), *command[1:]],
        input=says,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd="/",
        env=environment(),
        check=False,
        **place.account.run_as,
    )
    if done.returncode or "ERROR:" in done.stdout:  # A single-user server reports an error and still exits 0.
        last_words = "\n".join(done.stdout.splitlines()[-8:])
        raise EmbeddedServerError(f"PostgreSQL's {command[0]} failed in {place.data.parent}:\n{last_words}")
    return done.stdout
