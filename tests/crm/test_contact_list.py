"""The list of contacts: found, filtered, paged, and read in a fixed number of queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm import registry
from crm.entries import EmailEntry, NewContact, PhoneEntry
from crm.models import Contact, Tag
from crm.registry import Column, register_column
from crm.services.access import suspend_access
from crm.services.contacts import archive_contact, create_contact, update_contact
from emails.models import Message
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of
from tests.crm.many import make_contacts

CLEO = NewContact(
    first_name="Cleo",
    last_name="van Dam",
    company_name="Harbour Café",
    emails=(EmailEntry("cleo@example.com"),),
    phones=(PhoneEntry("(+351) 912 345-678"),),
    tags=("Wholesale",),
)
URL = "/workspace/contacts/"
QUERIES = 8


def names_on(response) -> list[str]:
    return [row.contact.display_name for row in response.context["rows"]]


def test_an_empty_list_says_what_it_is_for_and_offers_the_first_step(as_ada: Client):
    page = as_ada.get(URL).content.decode()

    assert "Your contacts will be listed here" in page
    assert 'href="/workspace/contacts/new/"' in page


@pytest.mark.parametrize(
    "words",
    [
        "cleo",
        "VAN dam",
        "dam cleo",
        "harbour cafe",
        "cleo@example",
        "wholesale",
        "351912",
        "912 345",
        "345-678",
        "cleo.vd",
    ],
)
def test_search_finds_any_part_of_name_company_email_phone_tag_and_user_name(as_ada: Client, acme, dora, words):
    with business_scope(acme):
        cleo = create_contact(details=CLEO, username="cleo.vd", password=TEMPORARY)

    found = as_ada.get(URL, {"q": words})

    assert [row.contact.pk for row in found.context["rows"]] == [cleo.pk]


def test_search_without_a_hit_says_so_and_offers_the_way_back(as_ada: Client, dora):
    page = as_ada.get(URL, {"q": "nobody%_\\"}).content.decode()

    assert "No contact matches" in page
    assert "Show all contacts" in page


def test_typing_swaps_the_rows_alone(as_ada: Client, dora):
    response = as_ada.get(URL, {"q": "dora"}, headers={"HX-Request": "true"})

    assert "Dora Lind" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_pages_by_key_lead_through_everybody_and_back(as_ada: Client, acme):
    with business_scope(acme):
        make_contacts(60)

    first = as_ada.get(URL)
    second = as_ada.get(URL + first.context["next"])
    third = as_ada.get(URL + second.context["next"])
    back = as_ada.get(URL + third.context["previous"])

    seen = names_on(first) + names_on(second) + names_on(third)
    assert [len(names_on(page)) for page in (first, second, third)] == [25, 25, 10]
    with business_scope(acme):
        assert seen == list(Contact.objects.order_by("sort_name", "id").values_list("display_name", flat=True))
    assert names_on(back) == names_on(second)
    assert (first.context["previous"], third.context["next"]) == ("", "")
    assert as_ada.get(URL + back.context["previous"]).context["previous"] == ""


@pytest.mark.parametrize("place", ["nonsense", "e30", "W10", "WyJhIiwieCJd", "WyJhIiwxZTk5XQ"])
def test_an_unreadable_place_shows_the_first_page(as_ada: Client, dora, place):
    assert names_on(as_ada.get(URL, {"after": place})) == ["Dora Lind"]


def test_filters_narrow_by_how_far_the_customer_has_come(as_ada: Client, acme, dora, cleo, carl):
    with business_scope(acme):
        cleo.last_login = cleo.customer.welcomed_at
        cleo.save()
        suspend_access(carl.customer.pk)
        Message.objects.filter(contact_id=dora.pk).update(state="bounced")

    assert names_on(as_ada.get(URL, {"show": "bounced"})) == ["Dora Lind"]
    assert names_on(as_ada.get(URL, {"show": "suspended"})) == ["Carl Brandt"]
    assert names_on(as_ada.get(URL, {"show": "waiting"})) == ["Carl Brandt", "Dora Lind"]
    states = {row.contact.display_name: row.access.state.value for row in as_ada.get(URL).context["rows"]}
    assert states == {"Cleo van Dam": "signed_in", "Carl Brandt": "suspended", "Dora Lind": "bounced"}


def test_archived_contacts_are_listed_only_where_they_are_asked_for(as_ada: Client, acme, dora, cleo):
    with business_scope(acme):
        archive_contact(dora.pk)

    assert names_on(as_ada.get(URL)) == ["Cleo van Dam"]
    assert names_on(as_ada.get(URL, {"show": "archived"})) == ["Dora Lind"]


def test_a_tag_gathers_its_contacts(as_ada: Client, acme, dora, cleo):
    with business_scope(acme):
        update_contact(dora.pk, details=details_of("Dora", "Lind", email="dora@example.com", tags=("Thursdays",)))
        tag = Tag.objects.get()

    assert names_on(as_ada.get(URL, {"tag": tag.pk})) == ["Dora Lind"]
    assert names_on(as_ada.get(URL, {"tag": "9" * 30})) == ["Cleo van Dam", "Dora Lind"]


def test_a_layer_above_adds_a_column_that_some_may_not_see(as_ada: Client, dora, monkeypatch):
    monkeypatch.setattr(registry, "_columns", {})
    register_column(
        Column(name="owed", label="Owed", order=1, cells=lambda _request, ids: dict.fromkeys(ids, "<i>7</i>"))
    )
    register_column(Column(name="secret", label="Margin", order=2, cells=lambda _request, _ids: None))

    page = as_ada.get(URL).content.decode()

    assert "Owed" in page
    assert "&lt;i&gt;7&lt;/i&gt;" in page
    assert "Margin" not in page


@pytest.mark.parametrize("count", [3, 200])
def test_the_list_costs_a_fixed_number_of_queries(as_ada: Client, acme, count, monkeypatch):
    monkeypatch.setattr(registry, "_columns", {})
    with business_scope(acme):
        make_contacts(count)
    as_ada.get(URL)

    with CaptureQueriesContext(connection) as queries:
        as_ada.get(URL)

    statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(statements) <= QUERIES, "\n".join(statements)
