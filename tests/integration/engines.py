"""Debian's own PostgreSQL and Redis, started beside the tests on free ports and thrown away after them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import redis

from config.demo.ports import free_port
from config.embedded.accounts import server_account
from tests.patience import PATIENCE

POSTGRESQL = Path("/usr/lib/postgresql")
WANTED = "15"  # Debian 12's; a newer Debian's own does as well
UP_SECONDS = PATIENCE


@dataclass
class Redis:
    """A server that can be killed, emptied and started again at the same address."""

    folder: Path
    port: int
    _process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def url(self, number: int) -> str:
        return f"redis://127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until:
            try:
                self.client().ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("Redis did not come up.")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def flush(self) -> None:
        self.client().flushall()

    def held(self) -> str:
        """Return all that it holds, in both databases, as text."""
        rows: list[object] = []
        for number in (0, 1):
            client = self.client(number)
            rows += [(key, client.dump(key)) for key in client.scan_iter()]
        return repr(rows)

    def client(self, number: int = 0) -> "redis.Redis":
        return redis.Redis(port=self.port, db=number, socket_connect_timeout=PATIENCE)


@contextmanager
def running_redis() -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        missing("redis-server")
    with _folder("mango-redis-") as folder:
        server = Redis(folder, _port(1))
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Yield the address of an empty database on Debian's PostgreSQL, run by somebody harmless when we are root."""
    programs = _programs()
    with _folder("mango-postgresql-") as folder:
        account = server_account(folder)
        if account.run_as:
            os.chown(folder, account.uid, account.gid)
        data, port = folder / "data", _port(0)
        given = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **account.run_as}
        make = [programs / "initdb", "-D", data, "-U", "mango", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(make, check=True, **given)
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_locks_per_transaction": "1024"}
        words = [f"--{name}={value}" for name, value in {**options, "fsync": "off", "port": str(port)}.items()]
        server = subprocess.Popen([programs / "postgres", "-D", data, *words], start_new_session=True, **given)
        try:
            yield _address(port)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)


def pg_dump(address: str) -> str:
    command = [_programs() / "pg_dump", "--inserts", address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def missing(program: str) -> None:
    """Say loudly what could not be tested; where everything has to be, that is a failure."""
    if os.environ.get("MANGO_REQUIRE_ENGINES"):
        pytest.fail(f"{program} is required and not here: apt-get install {program}")
    pytest.skip(f"{program} is not here: apt-get install {program}")


def _programs() -> Path:
    versions = {path.parents[1].name: path.parent for path in POSTGRESQL.glob("*/bin/postgres")}
    if not versions:
        missing(f"postgresql-{WANTED}")
    return versions.get(WANTED) or versions[max(versions, key=float)]


def _address(port: int) -> str:
    until = time.monotonic() + UP_SECONDS
    while True:
        try:
            with psycopg.connect(f"postgresql://mango@127.0.0.1:{port}/postgres", autocommit=True) as server:
                server.execute("CREATE DATABASE mango")
                return f"postgresql://mango@127.0.0.1:{port}/mango"
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _port(number: int) -> int:
    first = 28000 + os.getpid() % 1000 * 4 + number  # several runs on one machine keep out of each other's way
    return free_port(first, purpose="a server", avoid=frozenset(), say=lambda _line: None)


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """Outside of pytest's own folders, which are closed to everybody else."""
    folder = Path(tempfile.mkdtemp(prefix=name))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
