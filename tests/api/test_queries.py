"""Queries and promises through the API: read, answered, ended; another contact's is nobody's."""

from datetime import timedelta

import pytest

from billing.models import Charge, ChargeQuery, Promise
from billing.services.promises import promise_payment
from billing.services.queries import query_charge
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.billing.books import charge


@pytest.fixture
def cake(acme, cleo) -> Charge:
    with business_scope(acme):
        return charge(cleo.customer.contact, 4500, "Cake")


@pytest.fixture
def query(acme, cake) -> ChargeQuery:
    with business_scope(acme):
        return query_charge(contact_id=cake.contact_id, charge_id=cake.pk, why="I was away")


@pytest.fixture
def promise(acme, cake) -> Promise:
    with business_scope(acme):
        day = clock.today("Europe/Lisbon") + timedelta(days=3)
        return promise_payment(contact_id=cake.contact_id, charge_ids=[cake.pk], until=day)[0]


def test_what_is_not_recognised_is_listed_and_explained(program, cake, query):
    (listed,) = program.get(f"queries/?state=open&contact={cake.contact_id}").json()["results"]
    assert (listed["charge_id"], listed["why"], listed["state"]) == (cake.pk, "I was away", "open")

    answer = program.post(f"queries/{query.pk}/answer/", {"answer": "For the party"})
    again = program.post(f"queries/{query.pk}/answer/", {"answer": "Never mind", "take_off": True})

    assert (answer.status_code, answer.json()["state"]) == (200, "explained")
    assert (again.status_code, again.json()["code"]) == (409, "query_decided")
    assert program.get(f"queries/{query.pk}/").json()["answer"] == "For the party"


def test_it_is_taken_off(acme, program, cake, query):
    answer = program.post(f"queries/{query.pk}/answer/", {"answer": "You are right", "take_off": True})

    assert answer.json()["state"] == "taken_off"
    with business_scope(acme):
        assert Charge.objects.get(pk=cake.pk).is_void


def test_promises_are_read_and_ended(program, cake, promise):
    (listed,) = program.get("promises/").json()["results"]
    assert (listed["charge_id"], listed["amount"]["amount_minor"], listed["outcome"]) == (cake.pk, 4500, "open")

    ended = program.delete(f"promises/{promise.pk}/")

    assert (ended.status_code, ended.json()["outcome"]) == (200, "ended")


def test_what_is_nobodys_is_not_found(program):
    for path in ("queries/987654321/", "promises/987654321/"):
        assert program.get(path).status_code == 404
    assert program.post("queries/987654321/answer/", {"answer": "x"}).status_code == 404
