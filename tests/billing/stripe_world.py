"""Stripe's stand-in on loopback, with the official SDK, the real gateway and the real webhook view in front of it."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from billing.gateway.standin.app import Standin
from billing.gateway.standin.server import Server
from billing.models import PaymentAttempt
from billing.services.checkout import Wish, start_checkout
from tenants.kernel.jobs.runner import run_due
from tests.standin.controls import Controls

CARD, DECLINED, DISPUTED = "4242424242424242", "4000000000000002", "4000000000000259"
GOOD_DEBIT, BAD_DEBIT = "000123456789", "000222222227"
URLS = {"success_url": "http://acme.localhost:8000/paid/{attempt}/", "cancel_url": "http://acme.localhost:8000/pay/"}


class World:
    """Stripe as a test sees it: pay, fail, look, and let events through when the test wants them."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.controls = Controls(base_url)

    def pay(self, attempt: PaymentAttempt, card: str = CARD) -> dict[str, Any]:
        return self.controls.post("checkout", session=attempt.checkout_session, card=card)

    def pay_by_debit(self, attempt: PaymentAttempt, account: str = GOOD_DEBIT) -> dict[str, Any]:
        return self.controls.post("checkout", session=attempt.checkout_session, debit=account)

    def lose_answers(self, count: int, match: str) -> None:
        self.controls.post("faults", kind="lost_answer", count=count, match=match)

    def objects(self, kind: str) -> list[dict[str, Any]]:
        return self.controls.get(f"objects?kind={kind}")["data"]

    def events(self, *accounts: str) -> list[dict[str, Any]]:
        """All events of some accounts so far, in the order in which they happened."""
        return [event for event in self.objects("event") if event.get("account") in accounts]

    def requests(self, line: str) -> int:
        said = self.controls.get("requests")["data"]
        return sum(f"{request['method']} {request['path']}".startswith(line) for request in said)


def signed(body: bytes, *, secret: str | None = None, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    key = (secret or settings.STRIPE_WEBHOOK_SECRET).encode()
    digest = hmac.new(key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def knock(event: dict[str, Any] | bytes, **signature: Any) -> int:
    """Deliver one event to the webhook view as Stripe does; return the status."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    answer = Client(headers={"host": "localhost"}).post(
        "/webhooks/stripe/",
        body,
        content_type="application/json",
        headers={"stripe-signature": signed(body, **signature)},
    )
    return answer.status_code


def deliver(events: list[dict[str, Any]]) -> None:
    """Deliver events and do the work that follows, in this thread."""
    for event in events:
        assert knock(event) == 200
    run_due()


def checkout(
    contact: Any, *charges: Any, amount: Any = None, user: int | None = None, saves_card: bool = False
) -> PaymentAttempt:
    return start_checkout(
        Wish(
            contact_id=contact.pk,
            customer_user_id=user,
            charge_ids=[charge.pk for charge in charges],
            amount=amount,
            saves_card=saves_card,
            **URLS,
        )
    )


@contextmanager
def running_standin(folder: Path) -> Iterator[World]:
    standin = Standin(folder)
    server = Server(("127.0.0.1", 0), standin)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    standin.start(server.base_url)
    try:
        yield World(server.base_url)
    finally:
        server.shutdown()
        server.server_close()
        standin.stop()
        thread.join()
