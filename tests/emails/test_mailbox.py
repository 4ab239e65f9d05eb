import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.db import connection

from emails.mailbox import store
from emails.mailbox.server import MailboxServer
from emails.models import Message
from emails.services.outbox import compose
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tests.emails.conftest import CLEO, SECRET, WELCOME, welcome
from tests.patience import PATIENCE, eventually

BASE = {"HTTP_HOST": "localhost:8000"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"


@pytest.fixture
def mailbox(settings):
    server = MailboxServer("127.0.0.1", 0)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture
def kept(acme, postman):
    """A welcome as SMTP carried it, put into the mailbox."""
    with business_scope(acme):
        welcome()
        run_due()
    return store.keep(postman.received[0])


def test_what_came_over_smtp_is_kept_byte_for_byte(committed, mailbox):
    with business_scope(committed):
        message = welcome()
        run_due()
        state = Message.objects.get(pk=message.pk).state

    (name,) = store.newest_first()
    assert f"Message-ID: {message.message_id}".encode() in store.raw(name)
    assert state == "delivered"
    connection.close()


def test_the_list_shows_the_newest_first_and_finds_a_recipient(client, acme):
    store.keep(b"To: one@example.com\r\nSubject: First\r\n\r\n.")
    store.keep(b"To: two@example.com\r\nSubject: Second\r\n\r\n.")

    page = client.get("/dev/mail/", **BASE).content.decode()
    found = client.get("/dev/mail/?to=ONE@", **BASE).content.decode()

    assert page.index("Second") < page.index("First")
    assert "First" in found
    assert "Second" not in found


def test_an_empty_mailbox_says_what_it_is_for(client, db):
    assert "No e-mail yet" in client.get("/dev/mail/", **BASE).content.decode()
    assert "Nothing for this recipient" in client.get("/dev/mail/?to=x", **BASE).content.decode()


@pytest.mark.parametrize(
    ("view", "shown"),
    [("html", "<iframe"), ("text", SECRET), ("headers", "Auto-Submitted"), ("source", "Content-Transfer-Encoding")],
)
def test_a_message_is_shown_from_every_side(client, kept, view, shown):
    assert shown in client.get(f"/dev/mail/{kept}/?view={view}", **BASE).content.decode()


@pytest.mark.parametrize("view", ["html", "text", "headers", "source"])
def test_the_part_that_is_shown_is_marked(client, kept, view):
    page = client.get(f"/dev/mail/{kept}/?view={view}", **BASE).content.decode()

    assert f'href="?view={view}" aria-current="page"' in page
    assert page.count('aria-current="page"') == 1


def test_the_html_can_be_framed_by_us_styles_itself_and_runs_nothing(client, kept):
    answer = client.get(f"/dev/mail/{kept}/html/", **BASE)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert SECRET in answer.content.decode()
    assert "frame-src 'self'" in client.get(f"/dev/mail/{kept}/", **BASE)["Content-Security-Policy"]


def test_seeing_the_html_counts_as_opened_and_the_list_does_not(client, acme, kept):
    client.get("/dev/mail/", **BASE)
    client.get("/dev/mail/latest.json", **BASE)
    with business_scope(acme):
        before = Message.objects.get().state

    client.get(f"/dev/mail/{kept}/html/", **BASE)

    with business_scope(acme):
        assert (before, Message.objects.get().state) == ("sent", "opened")


def test_checks_from_outside_read_the_latest_message(client, acme, kept):
    store.keep(b"To: else@example.com\r\nSubject: Other\r\n\r\nHello")

    found = client.get("/dev/mail/latest.json?to=cleo@example.com", **BASE).json()

    assert (found["to"], found["subject"]) == ("cleo@example.com", "Your account at Acme Bakery")
    assert found["links"] == ["http://acme.localhost:8000/sign-in/"]
    assert SECRET in found["text"]
    assert SECRET in found["html"]
    assert found["headers"]["From"] == "Acme Bakery <no-reply@mail.localhost>"
    assert found["headers"]["Message-ID"] == found["message_id"]
    assert found["attachments"] == []


def test_the_latest_message_is_found_by_recipient_and_subject(client, db):
    for to, subject in (("cleo", "Welcome"), ("cleo", "Receipt 1"), ("cleo", "Receipt 2"), ("carl", "Receipt 3")):
        store.keep(f"To: {to}@example.com\r\nSubject: {subject}\r\n\r\nHello".encode())

    def latest(query: str) -> str:
        return client.get(f"/dev/mail/latest.json?{query}", **BASE).json().get("subject", "none")

    assert latest("") == "Receipt 3"
    assert latest("to=cleo@example.com") == "Receipt 2"
    assert latest("to=CLEO@example.com&subject=welcome") == "Welcome"
    assert latest("subject=receipt%201") == "Receipt 1"


@pytest.mark.parametrize("query", ["to=nobody", "subject=nothing", "to=cleo&subject=nothing"])
def test_no_such_message_is_a_404_in_json(client, db, query):
    store.keep(b"To: cleo@example.com\r\nSubject: Welcome\r\n\r\nHello")

    answer = client.get(f"/dev/mail/latest.json?{query}", **BASE)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_attachment_can_be_fetched(client, acme, postman):
    context = {**WELCOME, "amount": "€1.00", "reference": "R-1", "paid_on": "today", "method": "cash"}
    with business_scope(acme):
        compose("receipt", to=CLEO, context=context | {"items": [], "tax": "", "balance": "", "payment_id": 1})
        run_due()
    name = store.keep(postman.received[0])

    assert "receipt.pdf" in client.get(f"/dev/mail/{name}/", **BASE).content.decode()
    answer = client.get(f"/dev/mail/{name}/files/0/", **BASE)
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert client.get(f"/dev/mail/{name}/files/1/", **BASE).status_code == 404


def test_everything_can_be_deleted(client, kept):
    assert client.post("/dev/mail/deletion/", **BASE).status_code == 302

    assert list(store.newest_first()) == []
    assert client.get(f"/dev/mail/{kept}/", **BASE).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fmanage.py", "0" * 20 + "-00000000"])
def test_a_name_that_is_none_is_a_404(client, db, name):
    assert client.get(f"/dev/mail/{name}/", **BASE).status_code == 404


def test_a_message_that_makes_no_sense_is_shown_all_the_same(client, db):
    name = store.keep(b"Content-Type: text/html; charset=nonsense\r\nTo: \xff\r\n\r\n\xff\xfe<p>")

    for view in ("html", "text", "headers", "source"):
        assert client.get(f"/dev/mail/{name}/?view={view}", **BASE).status_code == 200
    assert client.get(f"/dev/mail/{name}/html/", **BASE).status_code == 200
    assert client.get("/dev/mail/", **BASE).status_code == 200


@pytest.mark.integration
def test_the_mailbox_runs_as_a_process_of_its_own(tmp_path):
    port_file = tmp_path / "port"
    command = [sys.executable, "manage.py", "mailbox", "--port", "0", "--port-file", str(port_file)]
    process = subprocess.Popen(command, cwd=django_settings.BASE_DIR, stdout=subprocess.PIPE)
    try:
        eventually(lambda: port_file.exists() and port_file.read_text())
        assert 0 < int(port_file.read_text()) < 65536
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0
        process.stdout.close()
