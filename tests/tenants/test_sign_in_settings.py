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


def test_links_by_mail_are_turned_off_and_it_is_on_record(owner, acme):
    assert owner.post(PAGE, {}).status_code == 302

    assert rules(acme).by_link is False
    with business_scope(directory.by_id(acme.id)):
        (row,) = Activity.objects.all()
    assert (row.verb, row.facts) == ("business.changed", {"fields": ["sign_in_by_link"]})


def test_an_assistant_changes_nothing(client, acme, ben):
    sign_in(client, ben)

    assert client.post(PAGE, {}).status_code == 403
    assert rules(acme) == SignInRules()
