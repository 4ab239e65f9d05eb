"""“I don't recognise this” in the portal and in the workspace: said, seen, answered."""

from datetime import date

import pytest
from django.test import Client

from billing.models import Charge, ChargeQuery
from billing.services.queries import query_charge
from tenants.kernel.scope import business_scope
from tenants.needs import needs_of
from tenants.services.businesses import change_business
from tests.plain import plain
from tests.portal.furnishing import charge
from tests.signing_in import sign_in


@pytest.fixture
def acme(acme):
    """Acme takes payments online, so that there is something to tick."""
    return change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)


@pytest.fixture
def cake(acme, contact_id):
    return charge(acme, contact_id, "Cake", 4500)


def ask(acme, contact_id, of, why="I was away") -> ChargeQuery:
    with business_scope(acme):
        return query_charge(contact_id=contact_id, charge_id=of.pk, why=why)


def state(acme) -> list[str]:
    with business_scope(acme):
        return list(ChargeQuery.objects.order_by("pk").values_list("state", flat=True))


def test_a_line_is_queried_in_words_and_is_unticked_on_pay(portal, acme, cake, contact_id):
    charge(acme, contact_id, "Bread", 640)

    page = portal.post(f"/account/charges/{cake.pk}/query/", {"why": "I was <away>"}, follow=True).content.decode()
    assert "Thank you. Acme Bakery looks at it" in page
    assert "I was &lt;away&gt;" in page

    pay = portal.get("/pay/").content.decode()
    assert "Being looked into" in pay
    assert "You need not pay it until it is cleared up." in pay
    boxes = [line for line in pay.splitlines() if 'name="item"' in line]
    assert [" checked" in box for box in boxes] == [False, True]
    assert "disabled" not in boxes[0]


def test_what_is_not_recognised_does_not_count_as_overdue_on_the_first_page(portal, acme, contact_id):
    late = charge(acme, contact_id, "Cake", 4500, due_on=date(2026, 1, 31))
    charge(acme, contact_id, "Bread", 640, due_on=date(2026, 1, 31))
    ask(acme, contact_id, late)

    home = plain(portal.get("/"))
    assert "€51.40" in home
    assert "€6.40 overdue" in home
    assert "Being looked into" in home


def test_what_is_too_long_is_refused_and_kept(portal, acme, cake):
    answer = portal.post(f"/account/charges/{cake.pk}/query/", {"why": "x" * 1001})

    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert state(acme) == []


def test_a_query_may_be_taken_back(portal, acme, cake, contact_id):
    query = ask(acme, contact_id, cake)

    page = portal.post(f"/account/queries/{query.pk}/withdrawal/", follow=True).content.decode()

    assert "Your question is taken back." in page
    assert state(acme) == ["withdrawn"]


def test_anothers_charge_and_query_answer_like_nobodys(portal, acme, carl, cake):
    theirs = charge(acme, carl.customer.contact_id, "Roll", 100)
    query = ask(acme, carl.customer.contact_id, theirs)

    for real, made_up in (
        (f"/account/charges/{theirs.pk}/query/", "/account/charges/987654321/query/"),
        (f"/account/queries/{query.pk}/withdrawal/", "/account/queries/987654321/withdrawal/"),
    ):
        got, expected = portal.post(real, {"why": "Mine"}), portal.post(made_up, {"why": "Mine"})
        assert (got.status_code, expected.status_code) == (404, 404)
        assert plain(got) == plain(expected)
    assert state(acme) == ["open"]


def test_the_team_sees_it_answers_it_and_the_customer_reads_the_answer(client, acme, ada, cleo, cake, contact_id):
    query = ask(acme, contact_id, cake)
    sign_in(client, ada)
    with business_scope(acme):
        assert [found.text for _need, found in needs_of(ada)] == ["1 charge is not recognised"]
    assert "Not recognised" in client.get(f"/workspace/contacts/{contact_id}/").content.decode()
    assert "I was away" in client.get(f"/workspace/charges/{cake.pk}/").content.decode()
    assert "Cake" in client.get("/workspace/charges/?state=queried").content.decode()

    page = client.post(f"/workspace/queries/{query.pk}/answer/", {"answer": "For the party"}, follow=True)
    assert "The customer is told." in page.content.decode()

    hers = Client()
    sign_in(hers, cleo)
    assert "For the party" in hers.get(f"/account/charges/{cake.pk}/query/").content.decode()
    assert "For the party" in hers.get("/account/").content.decode()


def test_the_team_takes_it_off(client, acme, ada, cake, contact_id):
    query = ask(acme, contact_id, cake)
    sign_in(client, ada)

    client.post(f"/workspace/queries/{query.pk}/answer/", {"answer": "You are right", "take_off": "1"})

    assert state(acme) == ["taken_off"]
    with business_scope(acme):
        assert Charge.objects.get(pk=cake.pk).is_void


def test_an_empty_answer_is_refused_on_the_charges_page(client, acme, ada, cake, contact_id):
    query = ask(acme, contact_id, cake)
    sign_in(client, ada)

    answer = client.post(f"/workspace/queries/{query.pk}/answer/", {"answer": " "})

    assert answer.status_code == 422
    assert "Fill this in." in answer.content.decode()
    assert state(acme) == ["open"]
