"""Settings → Sign-in: what a business allows and asks of those who sign in."""

import pytest
from django.test import Client

from emails.models import Message
from tenants import directory
from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.kernel.scope import SignInRules, business_scope
from tenants.models import Business
from tests.accounts.factors import with_factor
from tests.cast import member
from tests.signing_in import sign_in

PAGE = "/workspace/settings/sign-in/"


def rules(acme) -> SignInRules:
    return directory.snapshot(Business.objects.get(pk=acme.id)).sign_in


@pytest.fixture
def owner(client, ada):
    sign_in(client, ada)
    return client


GIVEN = {"member_factor": "optional", "customer_factor": "optional", "remembers_devices": "on", "sign_in_by_link": "on"}


def test_rules_are_saved_and_it_is_on_record(owner, acme):
    changed = {"member_factor": "required", "customer_factor": "off"}

    assert owner.post(PAGE, changed).status_code == 302

    assert rules(acme) == SignInRules(
        by_link=False, member_factor="required", customer_factor="off", remembers_devices=False
    )
    with business_scope(directory.by_id(acme.id)):
        (row,) = Activity.objects.all()
    fields = ["customer_factor", "member_factor", "remembers_devices", "sign_in_by_link"]
    assert (row.verb, row.facts) == ("business.changed", {"fields": fields})


@pytest.mark.parametrize("given", [{"member_factor": "off"}, {"customer_factor": "perhaps"}, {"member_factor": ""}])
def test_a_rule_that_there_is_not_changes_nothing(owner, acme, given):
    assert owner.post(PAGE, GIVEN | given).status_code == 422

    assert rules(acme) == SignInRules()


def test_an_assistant_changes_nothing(client, acme, ben):
    sign_in(client, ben)

    assert client.post(PAGE, GIVEN | {"member_factor": "required"}).status_code == 403
    assert rules(acme) == SignInRules()


def reset(client, user) -> int:
    return client.post(f"{PAGE}members/{user.pk}/second-factor/reset/").status_code


def has_factor(business, user) -> bool:
    with business_scope(business):
        return User.objects.get(pk=user.pk).second_factor_at is not None


def test_a_colleagues_lost_phone_is_forgiven_and_they_are_told(owner, acme, ben):
    with_factor(ben)
    assert "Reset" in owner.get(PAGE).content.decode()

    assert reset(owner, ben) == 302

    assert not has_factor(acme, ben)
    with business_scope(acme):
        assert Activity.objects.get(verb="second_factor.taken_away").actor_name == "Ada Lindqvist"
        mail = Message.objects.latest("pk")
        assert (mail.to, mail.context["change"]) == ("ben@example.com", "second_factor.taken_away")


def test_nobody_resets_their_own_an_owners_a_customers_or_a_strangers(owner, client, acme, ada, cleo, gus):
    with business_scope(acme):
        admin = member("dana", "Dana Lind", "admin")
    for user in (ada, cleo, gus):
        with_factor(user)
    other = Client()
    sign_in(other, admin)

    assert (reset(owner, ada), reset(other, ada)) == (403, 403)
    assert (reset(owner, cleo), reset(owner, User(pk=999_999))) == (404, 404)
    assert (has_factor(acme, ada), has_factor(acme, cleo)) == (True, True)
    assert has_factor(directory.by_id(gus._business_id), gus)
