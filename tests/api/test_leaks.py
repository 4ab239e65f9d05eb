"""Markers in every text, looked for in every answer of the API: by neighbours, and by keys that may not see costs."""

import pytest

from billing.models import Charge, Payment, Product
from tenants.kernel.scope import business_scope
from tests.api.conftest import ACME, GLOBEX, Program, secret_of
from tests.attacks.markers import COSTS, HERS, TEAMS, marked_customer

KEPT = (f"{TEAMS}note", f"{TEAMS}paymentnote", f"{TEAMS}error", f"{TEAMS}detail", f"{TEAMS}failure", f"{TEAMS}key")
WITHOUT_COSTS = ("contacts:read", "products:read", "charges:read", "payments:read")


@pytest.fixture
def addresses(acme, ada) -> list[str]:
    """Every address that can be read, with the ids of what is marked."""
    with business_scope(acme):
        hers = marked_customer().customer.contact_id
        product, payment = Product.objects.get().pk, Payment.objects.get().pk
        charges = [f"charges/{charge.pk}/" for charge in Charge.objects.all()]
    lists = ["", "contacts/", "contacts/?q=zqhers", "products/", "charges/", "payments/", "updates/", "corrections/"]
    ones = [f"contacts/{hers}/", f"contacts/{hers}/customers/", f"products/{product}/", f"payments/{payment}/"]
    return [*lists, *ones, *charges]


def said(program: Program, addresses: list[str]) -> str:
    return "".join(program.get(address).content.decode() for address in addresses).lower()


def test_no_answer_shows_what_the_team_keeps_to_itself(ada, addresses):
    answers = said(Program(secret_of(ada)), addresses)

    assert [marker for marker in KEPT if marker in answers] == []
    assert f"{HERS}first" in answers


def test_a_key_without_costs_sees_no_cost_and_one_with_them_does(ada, addresses):
    blind, seeing = Program(secret_of(ada, *WITHOUT_COSTS)), Program(secret_of(ada, *WITHOUT_COSTS, "costs:read"))

    assert [cost for cost in COSTS if cost in said(blind, addresses)] == []
    assert '"cost"' not in said(blind, addresses)
    assert COSTS[-1] in said(seeing, addresses)


def test_an_answer_to_a_change_shows_no_cost_either(acme, ada, addresses):
    writer = Program(secret_of(ada, "products:write", "products:read"))
    with business_scope(acme):
        product = Product.objects.get().pk

    answer = writer.patch(f"products/{product}/", {"name": "Renamed"})

    assert answer.status_code == 200
    assert "cost" not in answer.json()
    with business_scope(acme):
        assert str(Product.objects.get().cost_minor) in COSTS


def test_the_neighbours_key_finds_nothing_at_either_address(gus, addresses):
    for host in (ACME, GLOBEX):
        answers = said(Program(secret_of(gus), host), addresses)
        assert [marker for marker in (HERS, TEAMS, *COSTS) if marker in answers.replace("q=zqhers", "")] == []


def test_the_neighbours_ids_answer_like_nobodys(gus, addresses):
    stranger = Program(secret_of(gus), GLOBEX)
    for address in addresses[8:]:
        kind, _slash, rest = address.partition("/")
        nobodys = f"{kind}/987654321/{rest.partition('/')[2]}"
        theirs, random = stranger.get(address), stranger.get(nobodys)
        assert (theirs.status_code, theirs.json()["code"]) == (random.status_code, random.json()["code"]), address
        assert theirs.status_code == 404
