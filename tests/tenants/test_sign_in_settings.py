"""Settings → Sign-in: what a business allows and asks of those who sign in."""

import pytest

from tenants import directory
from tenants.activity.models import Activity
from tenants.kernel.scope import SignInRules, business_scope
from tenants.models import Business
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
