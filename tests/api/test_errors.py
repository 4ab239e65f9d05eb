"""Whatever goes wrong, programs are told in one shape."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from crm.api import contacts
from crm.models import Contact
from tenants.kernel.scope import business_scope, snapshot_of
from tenants.services.businesses import change_business
from tests.api.conftest import ACME, Program, new_contact
from tests.signing_in import sign_in

SHAPE = ["code", "fields", "message", "request_id"]
DEEP = "[" * 100_000


def told(answer) -> tuple[int, str]:
    body = answer.json()
    assert sorted(body) == SHAPE
    assert body["message"]
    assert body["request_id"] == answer["X-Request-Id"]
    assert answer["Content-Type"] == "application/json"
    return answer.status_code, body["code"]


def raw(program: Program, text: str | bytes, content_type: str = "application/json"):
    client = Client(HTTP_HOST=ACME, HTTP_AUTHORIZATION=f"Bearer {program.secret}")
    return client.post("/api/v1/contacts/", text, content_type=content_type)


@pytest.mark.parametrize(
    "text", ["{", "", "\xff", DEEP, '{"a": NaN}', "1" * 5000, b"\xff\xfe", '"\\ud800"', "null", "[]"]
)
def test_what_cannot_be_read_is_malformed_or_invalid(program, text):
    assert told(raw(program, text)) in [(400, "malformed"), (422, "invalid")]


def test_other_kinds_of_bodies_are_refused(program):
    assert told(raw(program, "a=b", "application/x-www-form-urlencoded")) == (415, "unsupported_media_type")


def test_a_body_beyond_measure_is_refused(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert told(raw(program, json.dumps(new_contact(note="x" * 2000)))) == (413, "body_too_large")


def test_other_kinds_of_answers_are_not_to_be_had(program):
    assert told(program.get("contacts/", accept="text/html")) == (406, "not_acceptable")


def test_a_method_that_an_address_has_not_is_named_with_those_it_has(program):
    answer = program.ask("PUT", "contacts/", {})

    assert told(answer) == (405, "method_not_allowed")
    assert sorted(answer["Allow"].split(", ")) == ["GET", "HEAD", "POST"]


@pytest.mark.parametrize("path", ["nothing/", "contacts/999999999/", "contacts/99999999999999999999999/", "contacts"])
def test_what_is_not_there_is_not_there(program, path):
    assert told(program.get(path)) == (404, "not_found")


def test_what_nobody_foresaw_is_our_fault_and_says_nothing_of_it(program, cleo, monkeypatch):
    monkeypatch.setattr(contacts, "archive_contact", lambda _id: 1 / 0)
    client = Client(HTTP_HOST=ACME, HTTP_AUTHORIZATION=f"Bearer {program.secret}", raise_request_exception=False)

    answer = client.post(f"/api/v1/contacts/{cleo.customer.contact_id}/archive/")

    assert told(answer) == (500, "server_fault")
    assert "division" not in answer.content.decode()


def test_a_database_that_is_away_is_said_to_come_back(program, cleo, monkeypatch):
    def away(_id):
        raise OperationalError("the connection was closed")

    monkeypatch.setattr(contacts, "archive_contact", away)
    client = Client(HTTP_HOST=ACME, HTTP_AUTHORIZATION=f"Bearer {program.secret}", raise_request_exception=False)

    answer = client.post(f"/api/v1/contacts/{cleo.customer.contact_id}/archive/")

    assert told(answer) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_a_page_that_a_session_is_led_to_is_no_answer_to_a_program(ada, monkeypatch):
    monkeypatch.setattr("tenants.accounts.middleware.has_yet_to_verify", lambda *_: True)
    client = Client()
    sign_in(client, ada)

    assert told(client.get("/api/v1/contacts/")) == (403, "page_first")


def test_a_business_that_is_suspended_says_so_and_changes_nothing(acme, program):
    change_business(acme.id, state="read_only")
    looked, sent = program.get("contacts/"), program.post("contacts/", new_contact())
    change_business(acme.id, state="closed")
    shut = program.get("contacts/")

    assert looked.status_code == 200
    assert told(sent) == (403, "business_read_only")
    assert told(shut) == (503, "business_closed")
    with business_scope(snapshot_of(acme.id)):
        assert not Contact.objects.exists()


def test_a_host_that_is_nobodys_answers_in_the_same_shape():
    assert told(Client(HTTP_HOST="nobody.localhost").get("/api/v1/contacts/")) == (404, "not_found")
