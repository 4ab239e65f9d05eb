"""The stand-in on a free port of loopback, the official SDK in front of it, and somebody who listens to its events."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stripe

from billing.gateway.standin.app import Listener, Standin
from billing.gateway.standin.server import Server
from tests.standin.browser import Browser
from tests.standin.controls import Controls

SECRET = "whsec_test"


class Inbox:
    """A receiver of webhooks that keeps raw bodies and signatures; `refuse` answers 500 so many times first."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, str, str]] = []
        self.refuse = 0
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = inbox.take(body, self.headers["Stripe-Signature"], self.headers["Host"])
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_request(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/stripe/"
        self.lock = threading.Lock()

    def take(self, body: bytes, signature: str, host: str) -> int:
        with self.lock:
            if self.refuse:
                self.refuse -= 1
                return 500
            self.received.append((body, signature, host))
            return 200

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body, _, _ in self.received]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events()]


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def running(folder: Path, listener: Listener | None = None) -> Iterator[str]:
    """A stand-in with its state in this folder; gives its address."""
    standin = Standin(folder)
    server = Server(("127.0.0.1", 0), standin)
    with serving(server):
        standin.start(server.base_url, listener)
        yield server.base_url
    standin.stop()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    with serving(inbox.server):
        yield inbox


@pytest.fixture
def base_url(tmp_path, inbox) -> Iterator[str]:
    with running(tmp_path / "state", Listener(inbox.url, SECRET, "localhost:8000")) as url:
        yield url


def sdk(base_url: str, **options: Any) -> stripe.StripeClient:
    return stripe.StripeClient("sk_test_standin", base_addresses={"api": base_url}, **options)


@pytest.fixture
def client(base_url) -> stripe.StripeClient:
    return sdk(base_url, max_network_retries=0)


@pytest.fixture
def controls(base_url) -> Controls:
    return Controls(base_url)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def open_account(client: stripe.StripeClient, controls: Controls) -> dict[str, str]:
    """A connected account that takes payments, as request options."""
    profile = {"name": "Acme Gardens"}
    account = client.v1.accounts.create({"type": "standard", "country": "DE", "business_profile": profile})
    controls.post("accounts", account=account.id, do="enable")
    return {"stripe_account": account.id}


@pytest.fixture
def acme(client, controls) -> dict[str, str]:
    return open_account(client, controls)
