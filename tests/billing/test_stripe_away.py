"""Stripe is down, slow or refuses: the customer has a friendly answer in time, nothing is charged or stuck."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client
from stripe import HTTPClient

from billing.gateway import calling
from billing.gateway.protocol import OutcomeUnknown
from billing.models import Charge, Payment, PaymentAttempt
from billing.services import attempts
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.cast import customer
from tests.signing_in import sign_in

REAL = (calling.CONNECT_SECONDS, calling.READ_SECONDS)  # before the tests are given more patience


@pytest.fixture
def as_cleo(shop) -> Client:
    with business_scope(shop):
        cleo = customer("cleo", "Cleo van Dam")
        books.charge(cleo.customer.contact, 1000, "Tart")
    client = Client()
    sign_in(client, cleo)
    return client


def faulty(kind: str):
    def made(stripe, _settings) -> None:
        stripe.controls.post("faults", kind=kind, count=9, match="POST /v1/checkout/sessions")

    return made


def down(_stripe, settings) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A door at which one may knock; nobody opens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door


def knocks_at(door: socket.socket) -> int:
    door.setblocking(False)
    heard = 0
    with suppress(BlockingIOError):
        while True:
            door.accept()[0].close()
            heard += 1
    return heard


def pay(shop, browser: Client) -> tuple[int, str]:
    with business_scope(shop):
        asked = {"item": list(Charge.objects.values_list("pk", flat=True)), "share": "full"}
    answer = browser.post("/pay/", asked)
    return answer.status_code, answer.content.decode()


def trouble_free_afterwards(shop, browser: Client, stripe, settings) -> None:
    """The same item is paid on one page as soon as Stripe is back."""
    stripe.controls.post("faults/clear")
    settings.STRIPE_API_BASE = stripe.base_url
    assert pay(shop, browser)[0] == 302
    with business_scope(shop):
        attempt = PaymentAttempt.objects.get()
        stripe.pay(attempt)
    assert browser.get(f"/pay/{attempt.pk}/").url.startswith("/receipts/")
    with business_scope(shop):
        assert list(Payment.objects.values_list("amount_minor", "state")) == [(1000, "succeeded")]
        books.assert_books_add_up()


@pytest.mark.integration
@pytest.mark.parametrize("trouble", [down, faulty("429"), faulty("500"), faulty("lost_answer")])
def test_what_is_due_stays_payable(shop, as_cleo, stripe, settings, trouble):
    trouble(stripe, settings)

    status, page = pay(shop, as_cleo)

    assert status == 503
    assert "Nothing was charged" in page
    with business_scope(shop):
        assert not Payment.objects.exists()
    trouble_free_afterwards(shop, as_cleo, stripe, settings)


@pytest.mark.integration
def test_a_stripe_that_says_nothing_is_given_up(shop, as_cleo, stripe, settings, deaf, monkeypatch):
    monkeypatch.setattr(calling, "READ_SECONDS", 0.1)
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{deaf.getsockname()[1]}"

    status, page = pay(shop, as_cleo)

    assert (status, knocks_at(deaf)) == (503, 1 + calling.RETRIES)
    assert "Nothing was charged" in page
    trouble_free_afterwards(shop, as_cleo, stripe, settings)


def test_nobody_waits_longer_than_ten_seconds_for_stripe():
    """One call of a page at its longest: each try, and the pauses that the SDK makes before it repeats one."""
    connect, read = REAL
    pauses = [HTTPClient.INITIAL_DELAY * 2**number for number in range(calling.RETRIES)]

    assert (1 + calling.RETRIES) * (connect + read) + sum(pauses) < 10


@pytest.mark.integration
def test_what_stripe_is_asked_for_is_written_down_for_everybody_before_it_is_asked(shop, as_cleo, monkeypatch):
    """Whoever is killed while Stripe works leaves the key by which its answer is found again."""
    seen = []

    class Looks:
        """At the moment of asking, as another process would see it."""

        def open_checkout(self, *, key: str, **_asked) -> None:
            def look() -> None:
                with business_scope(shop):
                    seen.append(
                        PaymentAttempt.objects.values_list("idempotency_key", "state").get() == (key, "created")
                    )
                connection.close()

            other = threading.Thread(target=look)
            other.start()
            other.join()
            raise OutcomeUnknown("no answer")

    monkeypatch.setattr(attempts, "gateway", Looks)

    assert pay(shop, as_cleo)[0] == 503
    assert seen == [True]
