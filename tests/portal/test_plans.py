"""Paying in parts as the customer and the team see it."""

from datetime import timedelta

import pytest

from billing.models import AutopayConsent, InstalmentPlan, InstalmentRules
from billing.selectors.autopay import terms_for
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.permission_autopay import card_of
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


@pytest.fixture
def shop(acme, splitting):
    return change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)


@pytest.fixture
def card(shop, contact_id):
    with business_scope(shop):
        card_of(contact_id, stripe_account="acct_acme", is_default=True)
        return terms_for(contact_id)


def consents(acme) -> list:
    with business_scope(acme):
        return list(AutopayConsent.objects.values_list("text", "user_name", "scope", "limit_minor", "address"))


def test_the_parts_are_paid_by_themselves_from_a_saved_card_when_that_is_ticked(shop, portal, card):
    asked = portal.post("/plans/", {"parts": 4, "rhythm": "month"})
    shown = page(portal.get(asked.url))
    said = {"name": "Cleo van Dam", "autopay": "on", "terms": card.digest}
    answer = portal.post(f"{asked.url}agreement/", said)

    assert (card.text in shown, "Everything that falls due." in shown, answer.url) == (True, True, asked.url)
    text = f"{card.text}\nEverything that falls due."
    assert consents(shop) == [(text, "Cleo van Dam", "all", None, "127.0.0.1")]
    assert states(shop)[0][0] == "active"
    assert 'name="save"' in page(portal.get(asked.url))


def test_without_the_tick_only_the_plan_is_agreed_to_and_to_other_words_neither(shop, portal, card):
    asked = portal.post("/plans/", {"parts": 4, "rhythm": "month"})
    stale = portal.post(f"{asked.url}agreement/", {"name": "Cleo V", "autopay": "on", "terms": "0" * 64})
    shown = page(stale)

    assert (stale.status_code, "The terms have changed since you read them" in shown) == (409, True)
    assert ('value="Cleo V"' in shown, 'aria-describedby="autopay-terms" checked' in shown) == (True, True)
    assert (states(shop), consents(shop)) == ([("offered", "", None)], [])
    portal.post(f"{asked.url}agreement/", {"name": "Cleo van Dam", "terms": card.digest})
    assert (states(shop)[0][0], consents(shop)) == ("active", [])


def test_a_request_made_before_splitting_was_switched_off_is_refused_and_stays_with_the_team(
    acme, as_ada, portal, splitting, contact_id, cake
):
    asked = portal.post("/plans/", {"parts": 4, "rhythm": "month"})
    with business_scope(acme):
        InstalmentRules.objects.update(is_offered=False)
    shown, answer = portal.get(asked.url), portal.post(f"{asked.url}agreement/", {"name": "Cleo van Dam"})

    refusal = "Acme Bakery does not let customers split what they owe by themselves at present"
    assert (refusal in page(shown), "/agreement/" in page(shown)) == (True, False)
    assert (answer.status_code, refusal in page(answer)) == (422, True)
    assert states(acme) == [("offered", "", None)]
    assert "Waits for the customer" in page(as_ada.get(f"/workspace/contacts/{contact_id}/"))
    team = page(as_ada.get(f"/workspace/instalments/{asked.url.split('/')[-2]}/"))
    assert "It cannot be agreed to any more" in team


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
