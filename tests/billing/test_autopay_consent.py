"""Whose word lets a card be charged, and how it is kept."""

from datetime import UTC, datetime

import pytest

from billing.errors import AmountNotPositive
from billing.errors.autopay import (
    AutopayOnlyByCustomer,
    ConsentMissing,
    NoCardForAutopay,
    NoSuchCard,
    TermsChanged,
)
from billing.models import AutopayConsent, AutopayRules, SavedCard
from billing.selectors.autopay import autopay_contact_ids, consent_of, terms_for
from billing.services.cards import make_default, remove_card
from billing.services.consents import Agreement, give_consent, withdraw_consent
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.services.businesses import change_business
from tests.billing.books import money
from tests.permission_autopay import card_of

TEXT = (
    "I allow Acme Bakery to charge my default card, at this time Visa •••• 4242, without asking me each time. It is"
    " charged on the day on which something on my account falls due. What should have been paid already is charged on"
    " the next morning. What is known 3 days before is announced to me by e-mail, with its amount. If a charge does not"
    " go through it is tried again a few times; each amount is charged once. I can withdraw this at any time under"
    " Cards, and nothing more is charged from then on."
)


@pytest.fixture
def acme(acme):
    return change_business(acme.id, stripe_account="acct_acme", charges_enabled=True)


@pytest.fixture
def person(cleo) -> User:
    return User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")


@pytest.fixture
def card(cleo) -> SavedCard:
    return saved(cleo, is_default=True)


def saved(contact, **facts) -> SavedCard:
    facts = {"stripe_account": "acct_acme", **facts}
    return SavedCard.objects.get(pk=card_of(contact.pk, **facts)["card_id"])


def agree(contact, person, **facts) -> AutopayConsent:
    terms = terms_for(contact.pk)
    agreement = Agreement(**{"agrees": True, "digest": terms.digest if terms else "", "address": "192.0.2.7"} | facts)
    return give_consent(contact_id=contact.pk, agreement=agreement, by=person)


def test_the_words_the_time_the_place_and_the_person_are_kept(cleo, person, card):
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    with clock.held_at(at):
        given = agree(cleo, person)

    assert (given.text, given.given_at) == (f"{TEXT}\nEverything that falls due.", at)
    assert (given.user_id, given.user_name, given.address) == (person.pk, "Cleo van Dam", "192.0.2.7")
    assert (given.card, given.scope, given.limit) == (card, "all", None)
    assert autopay_contact_ids() == {cleo.pk}


def test_a_limit_is_part_of_the_words(cleo, person, card):
    given = agree(cleo, person, limit=money(10_000))

    assert given.text.endswith("\nUp to €100.00 in a calendar month.")
    assert (given.scope, given.limit) == ("capped", money(10_000))


def test_agreeing_twice_is_agreeing_once_and_agreeing_anew_ends_what_was(cleo, person, card):
    first = agree(cleo, person)
    assert agree(cleo, person) == first
    second = agree(cleo, person, limit=money(500))

    first.refresh_from_db()
    assert (first.ended_by_name, consent_of(cleo.pk)) == ("Cleo van Dam", second)
    assert AutopayConsent.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "refusal"), [({"agrees": False}, ConsentMissing), ({"digest": "other words"}, TermsChanged)]
)
def test_without_agreeing_to_these_words_it_stays_off(cleo, person, card, facts, refusal):
    with pytest.raises(refusal):
        agree(cleo, person, **facts)

    assert not AutopayConsent.objects.exists()


def test_words_that_changed_meanwhile_have_to_be_read_again(cleo, person, card):
    read = terms_for(cleo.pk).digest
    AutopayRules.objects.create(pk=1, days_after_due=-2, retry_days=[1])

    with pytest.raises(TermsChanged):
        agree(cleo, person, digest=read)

    assert not AutopayConsent.objects.exists()


def test_a_limit_of_nothing_is_refused(cleo, person, card):
    with pytest.raises(AmountNotPositive):
        agree(cleo, person, limit=money(0))

    assert not AutopayConsent.objects.exists()


def test_nobody_of_the_team_can_agree_for_the_customer(cleo, card):
    ada = User.objects.create(username="ada", name="Ada", kind="member", role="owner")

    with pytest.raises(AutopayOnlyByCustomer):
        agree(cleo, ada)

    assert not AutopayConsent.objects.exists()


@pytest.mark.parametrize("facts", [{"exp_year": 2020}, {"is_default": False}, {"stripe_account": "acct_old"}])
def test_without_a_card_that_can_be_charged_there_is_no_autopay(cleo, person, facts):
    card_of(cleo.pk, **{"is_default": True, "stripe_account": "acct_acme"} | facts) if "exp_year" not in facts else None
    if "exp_year" in facts:
        SavedCard.objects.filter(pk=saved(cleo, is_default=True).pk).update(exp_year=2020)

    with pytest.raises(NoCardForAutopay):
        agree(cleo, person)

    assert autopay_contact_ids() == set()


def test_it_ends_the_moment_it_is_withdrawn(cleo, person, card):
    agree(cleo, person)
    withdraw_consent(contact_id=cleo.pk, by=person)
    withdraw_consent(contact_id=cleo.pk, by=person)

    assert (consent_of(cleo.pk), autopay_contact_ids()) == (None, set())
    assert AutopayConsent.objects.get().ended_by_name == "Cleo van Dam"


def test_without_its_card_it_waits_for_another(cleo, person, card):
    agree(cleo, person)
    remove_card(contact_id=cleo.pk, card_id=card.pk)
    assert autopay_contact_ids() == set()

    make_default(contact_id=cleo.pk, card_id=saved(cleo).pk)

    assert autopay_contact_ids() == {cleo.pk}


def test_a_business_that_offers_none_has_nobody_on_autopay(cleo, person, card):
    agree(cleo, person)
    AutopayRules.objects.create(pk=1, is_offered=False)

    assert (autopay_contact_ids(), terms_for(cleo.pk)) == (set(), None)


def test_only_the_contacts_that_were_asked_about_are_answered(cleo, carl, person, card):
    agree(cleo, person)

    assert (autopay_contact_ids([carl.pk]), autopay_contact_ids([cleo.pk, carl.pk])) == (set(), {cleo.pk})


def test_another_contacts_card_is_as_unknown_as_none(cleo, carl, card):
    for rule in (make_default, remove_card):
        with pytest.raises(NoSuchCard):
            rule(contact_id=carl.pk, card_id=card.pk)

    card.refresh_from_db()
    assert (card.is_default, card.removed_at) == (True, None)
