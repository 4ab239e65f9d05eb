"""A member's own browser at the API: the same table, and proof that the request is the page's own."""

import json

import pytest
from django.test import Client

from crm.models import Contact
from tenants.kernel.scope import business_scope
from tests.api.conftest import new_contact
from tests.signing_in import sign_in

CONTACTS = "/api/v1/contacts/"


def browser(user) -> Client:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, user)
    return client


def test_a_member_reads_with_their_session(ada, cleo):
    answer = browser(ada).get(CONTACTS)

    assert answer.status_code == 200
    assert [row["display_name"] for row in answer.json()["results"]] == ["Cleo van Dam"]


def test_a_session_changes_nothing_without_the_token_of_its_page(acme, ada):
    answer = browser(ada).post(CONTACTS, json.dumps(new_contact()), content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_refused")
    with business_scope(acme):
        assert not Contact.objects.exists()


def test_a_session_changes_things_with_the_token_of_its_page(acme, ada):
    client = browser(ada)
    page = client.get("/workspace/contacts/new/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = client.post(CONTACTS, json.dumps(new_contact()), content_type="application/json", HTTP_X_CSRFTOKEN=token)

    assert answer.status_code == 201
    with business_scope(acme):
        assert Contact.objects.get().created_by_id == ada.pk


def test_a_temporary_password_opens_nothing(acme, ada, cleo):
    with business_scope(acme):
        ada.must_change_password = True
        ada.save(update_fields=["must_change_password"])

    answer = browser(ada).get(CONTACTS)

    assert (answer.status_code, answer.json()["code"]) == (403, "password_change_required")
    assert sorted(answer.json()) == ["code", "fields", "message", "request_id"]


def test_for_a_customer_it_does_not_exist(acme, cleo):
    client = browser(cleo)

    there, nowhere = client.get(CONTACTS), client.get("/api/v1/nothing/")

    assert (there.status_code, there.json()["code"]) == (404, "not_found")
    assert {name: there.json()[name] for name in ("code", "message")} == {
        name: nowhere.json()[name] for name in ("code", "message")
    }


@pytest.mark.parametrize("method", ["post", "patch", "delete", "put", "options"])
def test_nobody_is_told_anything_but_that_they_are_nobody(acme, method):
    answer = getattr(Client(HTTP_HOST="acme.localhost"), method)(CONTACTS)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
