"""Stripe is down, slow or refuses: the customer has a friendly answer in time, nothing is charged or stuck."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from billing.gateway.protocol import OutcomeUnknown
from billing.models import Charge, Payment, PaymentAttempt
from billing.services import attempts
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.cast import customer
from tests.signing_in import sign_in

PATIENCE_SECONDS = 10


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
def deaf() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


def pay(shop, browser: Client) -> tuple[int, float, str]:
    with business_scope(shop):
        asked = {"item": list(Charge.objects.values_list("pk", flat=True)), "share": "full"}
    started = time.monotonic()
    answer = browser.post("/pay/", asked)
    return answer.status_code, time.monotonic() - started, answer.content.decode()


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

    status, seconds, page = pay(shop, as_cleo)

    assert (status, seconds < PATIENCE_SECONDS) == (503, True)
    assert "Nothing was charged" in page
    with business_scope(shop):
        assert not Payment.objects.exists()
    trouble_free_afterwards(shop, as_cleo, stripe, settings)


@pytest.mark.integration
def test_nobody_waits_longer_than_ten_seconds_for_a_stripe_that_says_nothing(shop, as_cleo, stripe, settings, deaf):
    settings.STRIPE_API_BASE = deaf

    status, seconds, page = pay(shop, as_cleo)

    assert (status, seconds < PATIENCE_SECONDS) == (503, True)
    assert "Nothing was charged" in page
    trouble_free_afterwards(shop, as_cleo, stripe, settings)


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
