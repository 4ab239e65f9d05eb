"""The broker is gone: people sign in, owe and pay as always, and all that waited is done when it is back."""

import socket
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from billing.models import Charge, Payment, PaymentAttempt
from config.settings.parts.jobs import REDIS_OPTIONS
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs import queue, scheduler
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.cast import PASSWORD, customer, member


def nothing_listens(_folder: Path) -> dict:
    return {"broker": "redis://127.0.0.1:1/0", "options": REDIS_OPTIONS}


def never_answers(_folder: Path) -> dict:
    deaf = socket.create_server(("127.0.0.1", 0))
    return {"broker": f"redis://127.0.0.1:{deaf.getsockname()[1]}/0", "options": REDIS_OPTIONS, "deaf": deaf}


def folder_gone(folder: Path) -> dict:
    (folder / "file").write_text("a file stands where the folder should be")
    gone = str(folder / "file" / "queue")
    return {"broker": "filesystem://", "options": {"data_folder_in": gone, "data_folder_out": gone}}


@pytest.fixture(params=[nothing_listens, never_answers, folder_gone])
def dead_broker(request, monkeypatch, tmp_path):
    made = request.param(tmp_path)
    app = Celery("dead", broker=made["broker"], set_as_current=False)
    app.conf.broker_transport_options = made["options"]
    monkeypatch.setattr(queue, "current_app", app)
    monkeypatch.setattr(queue._Broker, "silent_until", 0.0)
    yield app
    if "deaf" in made:
        made["deaf"].close()


@pytest.fixture
def people(shop):
    with business_scope(shop):
        member("ada", "Ada Lindqvist", "owner")
        cleo = customer("cleo", "Cleo van Dam")
        books.charge(cleo.customer.contact, 1000, "Tart")
        return cleo


def browser(shop, username: str) -> Client:
    client = Client(HTTP_HOST=f"{shop.subdomain}.{django_settings.BASE_DOMAIN}:{django_settings.PORT}")
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.integration
def test_without_a_broker_people_sign_in_and_pay_and_nothing_is_lost(shop, people, stripe, dead_broker, monkeypatch):
    ada, cleo = browser(shop, "ada"), browser(shop, "cleo")
    assert ada.post(f"/workspace/contacts/{people.customer.contact_id}/payments/new/", cash()).status_code == 302
    assert Client(HTTP_HOST=ada.defaults["HTTP_HOST"]).post("/forgotten/", {"username": "cleo"}).status_code == 200
    assert cleo.post("/pay/", {"item": charge_ids(shop), "share": "full"}).status_code == 302
    with business_scope(shop):
        attempt = PaymentAttempt.objects.get()
        stripe.pay(attempt)
    assert cleo.get(f"/pay/{attempt.pk}/").url.startswith("/receipts/")
    assert ada.get("/workspace/").status_code == 200

    assert mail.outbox == []
    assert caught_up(shop, monkeypatch) > 0
    with business_scope(shop):
        assert sorted(Payment.objects.values_list("amount_minor", "state")) == [(400, "succeeded"), (600, "succeeded")]
        assert set(Message.objects.values_list("kind", "state")) == {("receipt", "sent"), ("password_reset", "sent")}
        assert {letter.extra_headers["Message-ID"] for letter in mail.outbox} == ids_of_messages()
        books.assert_books_add_up()


@pytest.mark.parametrize("dead_broker", [nothing_listens, folder_gone], indirect=True)
def test_a_broker_that_is_silent_is_asked_once_and_left_alone_for_a_while(dead_broker, monkeypatch):
    asked, now = [], [1000.0]
    send = dead_broker.send_task
    monkeypatch.setattr(dead_broker, "send_task", lambda *args, **more: (asked.append(args), send(*args, **more)))
    monkeypatch.setattr(queue, "time", SimpleNamespace(monotonic=lambda: now[0]))

    assert [queue.wake(number, None, "tests.note") for number in range(100)] == [False] * 100
    assert len(asked) == 1
    now[0] += queue._BROKER_REST_SECONDS
    assert queue.wake(100, None, "tests.note") is False
    assert len(asked) == 2


def cash() -> dict[str, str]:
    asked = {"amount": "4", "method": "cash", "received_on": "2026-01-01", "send_receipt": "on"}
    return {**asked, "request_key": "00000000-0000-4000-8000-000000000001"}


def charge_ids(shop) -> list[int]:
    with business_scope(shop):
        return list(Charge.objects.values_list("pk", flat=True))


def ids_of_messages() -> set[str]:
    return set(Message.objects.values_list("message_id", flat=True))


def caught_up(shop, monkeypatch) -> int:
    """The broker is back: within half a minute the scheduler has told workers of all that is due, and it is done."""
    told: list[int] = []
    monkeypatch.setattr(scheduler, "wake", lambda work, *_: told.append(work) or True)
    with clock.held_at(clock.now() + timedelta(seconds=30)):
        scheduler.tick()
        due = DueWork.objects.filter(business_id=shop.id, state="waiting", due_at__lte=clock.now())
        assert set(due.values_list("pk", flat=True)) <= set(told)
        run_due()
        assert not due.exists()
    assert not DueWork.objects.filter(business_id=shop.id, state="dead").exists()
    return len(told)
