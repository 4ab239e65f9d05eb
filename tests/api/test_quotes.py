"""Quotes through the API: drafted and read, to the cent, by who may."""

import pytest

from billing.models import Quote
from tenants.kernel.scope import business_scope

CAKE = {"description": "Cake", "unit_price": {"amount_minor": 4500}, "discount_percent": "10", "tax_rate": "20"}
FLOWERS = {"description": "Flowers", "unit_price": {"amount_minor": 1000}, "is_optional": True}


@pytest.fixture
def contact_id(acme, cleo) -> int:
    return cleo.customer.contact_id


def test_a_quote_is_drafted_and_read(program, contact_id):
    asked = {"lines": [CAKE, FLOWERS], "valid_until": "2099-01-31", "deposit": {"amount_minor": 1500}}

    made = program.post(f"contacts/{contact_id}/quotes/", asked)

    quote = made.json()
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/quotes/{quote['id']}/")
    assert (quote["state"], quote["number"], quote["amount"]["amount_minor"]) == ("draft", "", 4860)
    assert [line["is_optional"] for line in quote["lines"]] == [False, True]
    assert program.get(f"quotes/{quote['id']}/").json() == quote
    assert [one["id"] for one in program.get("quotes/?state=draft").json()["results"]] == [quote["id"]]
    assert program.get("quotes/?state=expired").json()["results"] == []


def test_a_quote_of_nothing_but_options_is_refused(program, acme, contact_id):
    answer = program.post(f"contacts/{contact_id}/quotes/", {"lines": [FLOWERS], "valid_until": "2099-01-31"})

    assert (answer.status_code, answer.json()["code"]) == (422, "quote_empty")
    with business_scope(acme):
        assert not Quote.objects.exists()


def test_a_quote_is_sent_once_and_withdrawn(program, acme, contact_id):
    quote = program.post(f"contacts/{contact_id}/quotes/", {"lines": [CAKE], "valid_until": "2099-01-31"}).json()
    address = f"quotes/{quote['id']}/"

    for _time in range(2):
        sent = program.post(f"{address}sending/").json()
    assert (sent["state"], sent["number"], sent["version"]) == ("sent", "Q-0001", 1)

    assert program.delete(address).status_code == 204
    assert program.get(address).json()["state"] == "withdrawn"
    assert program.post(f"{address}sending/").json()["code"] == "quote_decided"
    with business_scope(acme):
        assert Quote.objects.get().versions.count() == 1
