"""Saved cards and autopay as the customer and the team see them."""

import pytest

from billing.models import AutopayConsent, AutopayRules, SavedCard
from billing.selectors.autopay import terms_for
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.permission_autopay import card_of


@pytest.fixture
def acme(acme):
    return change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)


@pytest.fixture
def card(acme, contact_id) -> SavedCard:
    with business_scope(acme):
        made = card_of(contact_id, stripe_account="acct_acme", is_default=True)
        return SavedCard.objects.get(pk=made["card_id"])


@pytest.fixture
def terms(acme, card, contact_id):
    with business_scope(acme):
        return terms_for(contact_id)


def page(answer) -> str:
    return answer.content.decode()


def consents(acme) -> list:
    with business_scope(acme):
        return list(AutopayConsent.objects.values_list("user_name", "scope", "limit_minor", "address"))


def test_without_a_card_the_first_step_is_offered(portal):
    assert "Save a card" in page(portal.get("/methods/"))


def test_a_business_without_stripe_says_where_to_pay(acme, portal):
    change_business(acme.id, charges_enabled=False)

    assert "Cards cannot be saved here yet" in page(portal.get("/methods/"))


def test_on_hold_cards_and_consent_can_still_be_taken_back_and_no_card_is_added(acme, portal, terms, card):
    portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "all", "agrees": "on"})
    with business_scope(acme):
        AutopayRules.objects.create(pk=1, is_offered=False)

    shown = page(portal.get("/methods/"))
    refused = portal.post("/methods/new/")

    assert "Acme Bakery has put autopay on hold" in shown
    assert ("Save another card" in shown, f"/methods/{card.pk}/removal/" in shown) == (False, True)
    assert (refused.status_code, "Acme Bakery does not keep cards at present" in page(refused)) == (409, True)
    portal.post(f"/methods/{card.pk}/removal/")
    assert "/methods/autopay/withdrawal/" in page(portal.get("/methods/"))


def test_the_words_on_the_page_are_the_words_that_are_kept(acme, portal, terms):
    shown = page(portal.get("/methods/"))
    answer = portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "all", "agrees": "on"})

    assert (answer.status_code, terms.text in shown) == (302, True)
    assert consents(acme) == [("Cleo van Dam", "all", None, "127.0.0.1")]
    assert f"{terms.text}<br>Everything that falls due." in page(portal.get("/methods/"))


def test_a_limit_is_read_in_the_customers_own_way_of_writing_amounts(acme, portal, terms):
    portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "capped", "amount": "120.50", "agrees": "on"})

    assert consents(acme) == [("Cleo van Dam", "capped", 12_050, "127.0.0.1")]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"agrees": ""}, 422, "tick the box above the button"),
        ({"scope": "capped", "amount": "ten"}, 422, "is not an amount of money"),
        ({"scope": "capped", "amount": ""}, 422, "Say up to how much."),
        ({"terms": "0" * 64}, 409, "The terms have changed since you read them"),
    ],
)
def test_what_is_not_agreed_to_stays_off_and_what_was_typed_stays(acme, portal, terms, sent, status, said):
    answer = portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "all", "agrees": "on", **sent})

    assert (answer.status_code, said in page(answer)) == (status, True)
    assert ('value="ten"' in page(answer)) == (sent.get("amount") == "ten")
    assert consents(acme) == []


def test_the_team_sees_it_without_the_cards_number_and_has_nothing_to_switch(acme, portal, terms, contact_id, as_ada):
    portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "all", "agrees": "on"})

    shown = page(as_ada.get(f"/workspace/contacts/{contact_id}/"))
    assert "Only the customer can switch it on or off" in shown
    assert "4242" not in shown
    assert "/methods/autopay/" not in shown


def test_home_says_that_autopay_has_no_card_once_it_has_expired(acme, portal, terms):
    portal.post("/methods/autopay/", {"terms": terms.digest, "scope": "all", "agrees": "on"})
    before = page(portal.get("/"))
    with business_scope(acme):
        SavedCard.objects.update(exp_year=2020)

    assert [("Autopay has no card to charge" in said) for said in (before, page(portal.get("/")))] == [False, True]
