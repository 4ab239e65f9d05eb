"""The product as it is deployed: two web processes, workers and schedulers, on PostgreSQL and Redis from outside."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from config.demo.children import Service
from config.demo.plan import Plan
from config.demo.ports import free_port
from tests.browser.stack import Stack, _start, _stop
from tests.patience import PATIENCE

TOKEN = "a" * 32
THREADS = 16
"""Requests that each web process works on at once, through a pool of two connections."""


@dataclass
class Fleet:
    """Its processes by name, and how to speak to the web ones over loopback."""

    stack: Stack
    web_ports: tuple[int, int]
    services: dict[str, Service]
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    lines: list[http.client.HTTPConnection] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.stack.plan.folder

    def connect(self, number: int) -> http.client.HTTPConnection:
        """Return a line to one of the web processes; it is closed with the fleet."""
        self.lines.append(http.client.HTTPConnection("127.0.0.1", self.web_ports[number % 2], timeout=PATIENCE))
        return self.lines[-1]

    def start(self, name: str) -> None:
        self.processes[name] = _start(self.services[name], self.folder)

    def kill(self, name: str) -> None:
        """End a process and all its own with kill -9."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def furnish(self, what: str) -> dict[str, Any]:
        """Run a function of furnish.py in a process of the fleet's; it prints what the test has to know."""
        done = self.stack.manage("shell", "--no-imports", "-c", f"from tests.integration.furnish import *; {what}")
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    def letters(self, domain: str) -> list[bytes]:
        """Return the mails that have arrived for a domain, as they came."""
        found = (path.read_bytes() for path in (self.folder / "mailbox").glob("*.eml"))
        return [raw for raw in found if f"@{domain}".encode() in raw.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]]

    def database(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.stack.plan.database_url, autocommit=True) as server:
            asked = server.execute(statement)  # type: ignore[arg-type]
            return asked.fetchall() if asked.description else []


@dataclass(frozen=True)
class Visitor:
    """Somebody with a cookie, on a line of their own to one web process."""

    host: str
    key: str

    def get(self, line: http.client.HTTPConnection, path: str) -> tuple[int, str, str]:
        return self._ask(line, "GET", path, None)

    def post(self, line: http.client.HTTPConnection, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        return self._ask(line, "POST", path, urlencode({**form, "csrfmiddlewaretoken": TOKEN}))

    def _ask(self, line: http.client.HTTPConnection, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Host": self.host, "Cookie": f"mango_session={self.key}; mango_csrf={TOKEN}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode(errors="replace")


@contextmanager
def running_fleet(folder: Path, *, database_url: str, broker_url: str, cache_url: str) -> Iterator[Fleet]:
    ports = _ports(4)
    plan = Plan(
        folder=folder,
        database_url=database_url,
        webhook_secret="whsec_fleet",
        web_port=ports[0],
        stripe_port=ports[2],
        mail_port=ports[3],
    )
    outside = {
        "BROKER_URL": broker_url,
        "CACHE_URL": cache_url,
        "DATABASE_POOL_SIZE": "2",
        "DATABASE_POOL_SECONDS": str(PATIENCE),
    }
    os.environ.update(outside)  # plans hand their own environment on
    fleet = Fleet(Stack(plan), (ports[0], ports[1]), _services(plan, ports[1]))
    try:
        prepared = fleet.stack.manage("prepare_database")
        assert prepared.returncode == 0, prepared.stderr
        for name in fleet.services:
            fleet.start(name)
        _wait_until_up(fleet)
        yield fleet
    finally:
        for line in fleet.lines:
            line.close()
        for name in outside:
            del os.environ[name]
        _stop(list(fleet.processes.values()))


def _services(plan: Plan, other_port: int) -> dict[str, Service]:
    web = _with(plan.web(), {"--workers": "1", "--blocking-threads": str(THREADS)})
    found = {"stripe": plan.stand_in(), "mailbox": plan.mailbox(), "web-1": web}
    found["web-2"] = _with(web, {"--port": str(other_port)})
    for number in ("1", "2"):
        found[f"worker-{number}"] = _with(plan.worker(), {"--hostname": f"mango-{number}@localhost"})
        found[f"scheduler-{number}"] = plan.scheduler()
    return {name: replace(service, name=name) for name, service in found.items()}


def _with(service: Service, options: dict[str, str]) -> Service:
    words = list(service.command)
    for option, value in options.items():
        words[words.index(option) + 1] = value
    return replace(service, command=tuple(words))


def _wait_until_up(fleet: Fleet) -> None:
    until = time.monotonic() + PATIENCE
    waiting = {0, 1}
    while waiting:
        for number in sorted(waiting):
            if _is_ready(fleet, number):
                waiting.discard(number)
        time.sleep(0.1)
        fallen = [name for name, process in fleet.processes.items() if process.poll() is not None]
        assert not fallen, f"{fallen} ended; the logs are in {fleet.folder}"
        assert time.monotonic() < until, f"The fleet did not come up; its logs are in {fleet.folder}"


def _is_ready(fleet: Fleet, number: int) -> bool:
    line = fleet.connect(number)
    try:
        line.request("GET", "/readyz", headers={"Host": fleet.stack.plan.host})
        return line.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False


def _ports(number: int) -> list[int]:
    found: list[int] = []
    first = 32000 + os.getpid() % 500 * 10
    for place in range(number):
        avoid = frozenset(found)
        found.append(free_port(first + place, purpose="the fleet", avoid=avoid, say=lambda _line: None))
    return found
