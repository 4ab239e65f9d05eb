"""Paying in parts as the customer and the team see it."""

from datetime import timedelta

import pytest

from billing.models import InstalmentPlan, InstalmentRules
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.portal.furnishing import charge


@pytest.fixture
def cake(acme, contact_id):
    return charge(acme, contact_id, "Wedding cake", 48_000)


@pytest.fixture
def splitting(acme, cake):
    with business_scope(acme):
        return InstalmentRules.objects.create(pk=1, is_offered=True, most_parts=6)


def page(answer) -> str:
    return answer.content.decode()


def states(acme) -> list:
    with business_scope(acme):
        return list(InstalmentPlan.objects.values_list("state", "agreed_name", "agreed_address"))


def test_a_customer_splits_what_is_due_and_agrees_with_their_name(acme, portal, splitting):
    assert 'href="/plans/"' in page(portal.get("/pay/"))
    asked = portal.post("/plans/", {"parts": 4, "rhythm": "month"})
    shown = page(portal.get(asked.url))
    answer = portal.post(f"{asked.url}agreement/", {"name": "Cleo\0 van Dam"})

    assert "€120.00" in shown
    assert "If a part is still open 14 days after its day, this plan ends" in shown
    assert answer.url == asked.url
    assert states(acme) == [("active", "Cleo van Dam", "127.0.0.1")]
    assert "€480.00 of €480.00 left to pay." in page(portal.get(asked.url))
    assert "You pay €480.00 in parts" in page(portal.get("/pay/"))


def test_without_a_name_it_says_so_and_nothing_is_agreed(acme, portal, splitting):
    asked = portal.post("/plans/", {"parts": 4, "rhythm": "month"})
    answer = portal.post(f"{asked.url}agreement/", {"name": ""})

    assert (answer.status_code, "Write your name under the agreement" in page(answer)) == (422, True)
    assert states(acme) == [("offered", "", None)]


def test_a_business_that_offers_none_says_whom_to_ask(portal, cake):
    assert 'href="/plans/"' not in page(portal.get("/pay/"))
    assert "Ask Acme Bakery for a plan" in page(portal.get("/plans/"))
    assert portal.post("/plans/", {"parts": 4, "rhythm": "month"}).status_code == 422


def test_the_team_offers_and_the_customer_finds_it_under_pay(acme, as_ada, portal, contact_id, cake):
    sent = {"item": [cake.pk], "parts": 3, "rhythm": "week", "first_on": "2999-01-01"}
    refused = as_ada.post(f"/workspace/contacts/{contact_id}/instalments/new/", sent)
    assert (refused.status_code, "within a year" in page(refused), states(acme)) == (422, True, [])

    answer = as_ada.post(f"/workspace/contacts/{contact_id}/instalments/new/", {**sent, "first_on": tomorrow(acme)})

    assert "Waits for the customer" in page(as_ada.get(answer.url))
    assert "A plan for €480.00 waits for your answer" in page(portal.get("/pay/"))
    assert "€480.00 in 3 parts" in page(as_ada.get(f"/workspace/contacts/{contact_id}/"))


def test_an_offer_can_be_put_aside(acme, as_ada, portal, contact_id, cake):
    sent = {"item": [cake.pk], "parts": 3, "rhythm": "week", "first_on": tomorrow(acme)}
    plan = as_ada.post(f"/workspace/contacts/{contact_id}/instalments/new/", sent).url.split("/")[-2]

    assert portal.post(f"/plans/{plan}/refusal/").url == "/pay/"
    assert states(acme) == [("canceled", "", None)]


def test_an_assistant_cannot_offer_one(acme, as_ben, contact_id, cake):
    sent = {"item": [cake.pk], "parts": 3, "rhythm": "week", "first_on": tomorrow(acme)}

    assert as_ben.post(f"/workspace/contacts/{contact_id}/instalments/new/", sent).status_code == 403
    assert states(acme) == []


def tomorrow(business) -> str:
    return (clock.today(business.time_zone) + timedelta(days=1)).isoformat()
