import pytest

from tenants import currency, directory
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tenants.models import Business
from tests.signing_in import sign_in

PAGE = "/workspace/settings/"
GIVEN = {
    "name": "Acme Bakery & Sons",
    "reply_to": "hello@acme.example",
    "phone": "+351 210 000 000",
    "address": "Rua Um 1\nLisboa",
    "country": "PT",
    "currency": "EUR",
    "time_zone": "Atlantic/Azores",
    "locale": "en_PT",
    "welcome_by_link": "1",
}


@pytest.fixture
def owner(client, ada):
    sign_in(client, ada)
    return client


def now(acme):
    return directory.snapshot(Business.objects.get(pk=acme.id))


def test_details_are_saved_and_in_force_with_the_next_request(owner, acme):
    assert owner.post(PAGE, GIVEN).status_code == 302

    changed = now(acme)
    assert (changed.name, changed.reply_to, changed.phone) == (
        "Acme Bakery & Sons",
        "hello@acme.example",
        "+351 210 000 000",
    )
    assert (changed.time_zone, changed.locale, changed.country) == ("Atlantic/Azores", "en_PT", "PT")
    assert changed.welcome_by_link is True
    assert "Acme Bakery &amp; Sons" in owner.get("/workspace/").content.decode()
    with business_scope(changed):
        row = Activity.objects.get()
        assert (row.verb, row.actor_name) == ("business.changed", "Ada Lindqvist")
        assert "name" in row.facts["fields"]


def test_a_mistake_keeps_what_was_typed_and_changes_nothing(owner, acme):
    page = owner.post(PAGE, GIVEN | {"reply_to": "nobody"})

    assert page.status_code == 422
    assert "Rua Um 1" in page.content.decode()
    assert now(acme) == acme


@pytest.mark.parametrize(
    ("field", "value"), [("currency", "XXX"), ("time_zone", "Mars/Base"), ("locale", "../x"), ("name", "")]
)
def test_only_what_exists_can_be_chosen(owner, acme, field, value):
    assert owner.post(PAGE, GIVEN | {field: value}).status_code == 422
    assert now(acme) == acme


@pytest.fixture
def amounts(monkeypatch):
    monkeypatch.setattr(currency, "_checks", {"test": lambda: True})


def test_the_currency_stays_once_there_are_amounts(owner, acme, amounts):
    owner.post(PAGE, GIVEN | {"currency": "USD"})

    assert now(acme).currency == "EUR"
    assert "amounts in it already" in owner.get(PAGE).content.decode()


def test_the_rule_refuses_another_currency_whoever_asks(acme, amounts):
    from tenants.errors import CurrencyFixed
    from tenants.services.details import change_details

    with business_scope(acme), pytest.raises(CurrencyFixed, match="amounts in EUR"):
        change_details(currency="USD")

    assert now(acme).currency == "EUR"


def test_an_assistant_may_not(client, ben, acme):
    sign_in(client, ben)

    assert client.post(PAGE, GIVEN).status_code == 403
    assert now(acme) == acme


def test_the_stranger_changes_only_his_own(client, gus, acme):
    sign_in(client, gus)

    client.post(PAGE, GIVEN, HTTP_HOST="acme.localhost:8000")

    assert now(acme) == acme
