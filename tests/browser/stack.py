"""The whole product as processes of its own, for tests that come from outside like a person does."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from config.demo.children import Service
from config.demo.plan import PROJECT, Plan
from config.demo.ports import free_port
from tests.browser.patience import PAUSE_SECONDS, wait_for

UP_SECONDS = 180
ANSWER_SECONDS = 60
COMMAND_SECONDS = 300
STOP_SECONDS = 2
Mail = dict[str, Any]


@dataclass(frozen=True)
class Stack:
    """Where everything runs; names below localhost are for the browser, we connect to loopback and send the Host."""

    plan: Plan

    @property
    def base(self) -> str:
        return self.plan.base_url

    def business(self, subdomain: str, path: str = "/") -> str:
        return self.plan.business_url(subdomain) + path

    def get(self, url: str) -> tuple[int, str]:
        """Fetch an address as a stranger would."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=ANSWER_SECONDS)
        try:
            connection.request(
                "GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers={"Host": parts.netloc}
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def mail(self, to: str, *, subject: str = "", other_than: Mail | None = None) -> Mail:
        """Wait for the latest mail to somebody in the development mailbox; for one that is not known yet."""

        def newest() -> Mail | None:
            found = self._latest_mail(to, subject)
            return None if found is None or (other_than and found["id"] == other_than["id"]) else found

        missing = f"No mail to {to} with “{subject}” came"
        return wait_for(newest, or_say=missing, rest=lambda: time.sleep(PAUSE_SECONDS))

    def _latest_mail(self, to: str, subject: str) -> Mail | None:
        query = urlencode({"to": to, "subject": subject}, quote_via=quote)
        status, body = self.get(f"{self.base}/dev/mail/latest.json?{query}")
        return dict(json.loads(body)) if status == http.HTTPStatus.OK else None

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        service = self.plan.manage(*words)
        return subprocess.run(
            service.command,
            env=service.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )


@contextmanager
def running(folder: Path, database_url: str) -> Iterator[Stack]:
    """Start stand-in, mailbox, web, worker and scheduler over an empty database; stop them all at the end."""
    ports: list[int] = []
    first = 18000 + os.getpid() % 500 * 20  # several runs on one machine keep out of each other's way
    for purpose, preferred in (("web", first), ("stripe", first + 1), ("mail", first + 2)):
        ports.append(free_port(preferred, purpose=purpose, avoid=frozenset(ports), say=lambda _line: None))
    plan = Plan(
        folder=folder,
        database_url=database_url,
        webhook_secret="whsec_browser",
        web_port=ports[0],
        stripe_port=ports[1],
        mail_port=ports[2],
    )
    for part in ("queue", "control"):
        (folder / "broker" / part).mkdir(parents=True, exist_ok=True)
    stack = Stack(plan)
    prepared = stack.manage("prepare_database")
    assert prepared.returncode == 0, prepared.stderr
    processes = [
        _start(service, folder)
        for service in (plan.stand_in(), plan.mailbox(), plan.web(), plan.worker(), plan.scheduler())
    ]
    try:
        _wait_until_up(stack, processes, folder)
        yield stack
    finally:
        _stop(processes)


def _start(service: Service, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{service.name}.log").open("ab") as log:
        return subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
            env=service.environment,
            start_new_session=True,
        )


def _wait_until_up(stack: Stack, processes: list[subprocess.Popen[bytes]], folder: Path) -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until:
        fallen = [process for process in processes if process.poll() is not None]
        assert not fallen, f"{fallen[0].args} ended; its log is in {folder}"
        try:
            if _is_up(stack):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"The stack did not come up; its logs are in {folder}")


def _is_up(stack: Stack) -> bool:
    """Say whether pages come; raises OSError while nobody takes a mail or a payment."""
    for port in (stack.plan.mail_port, stack.plan.stripe_port):
        socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS).close()
    return stack.get(f"{stack.base}/readyz")[0] == http.HTTPStatus.OK


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in reversed(processes):
        process.terminate()  # the parent alone: it ends its children, and waits for ever for those it has not ended
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
