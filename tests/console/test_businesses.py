"""The list of businesses, one of them, and the counting behind both."""

import pytest
from django.db import connection
from django.db.models import F

from tenants.console.models import Pulse
from tenants.console.selectors import businesses as selectors
from tenants.console.services.pulse import measure, measure_the_stalest
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.models import Business, Plan
from tests.billing.books import pay

STATES = ["active", "read_only", "closed"]


@pytest.fixture
def fleet(acme, globex) -> list[Business]:
    """A hundred and ten more rows; their schemas are nowhere, so a list that entered one would fall over."""
    plan = Plan.objects.get(code="start")
    made = Business.objects.bulk_create(
        Business(
            schema_name=f"b_nowhere_{number}",
            name=f"Shop {number:03}",
            subdomain=f"shop-{number:03}-{chr(97 + number % 26) * 3}",
            state=STATES[number % 3],
            plan=plan,
            schema_fingerprint="old" if number % 10 == 0 else selectors.current_fingerprint(),
        )
        for number in range(110)
    )
    now = clock.now()
    Pulse.objects.bulk_create(Pulse(business=row, measured_at=now, contacts=row.pk % 7) for row in made[:100])
    return made


def pages(client, query: str) -> list[list[str]]:
    """Return the names on every page, following "next" to the end."""
    found = []
    while True:
        page = client.get(f"/businesses/{query}").context["page"]
        found.append([row.name for row in page.rows])
        if not page.next:
            return found
        query = page.next


def test_measuring_counts_inside_and_keeps_it_outside(acme, ada, ben, cleo):
    with business_scope(acme):
        pay(cleo.customer.contact, 500, send_receipt=False)

    pulse = measure(Business.objects.get(pk=acme.id))

    assert (pulse.members, pulse.contacts, pulse.customers, pulse.payments) == (2, 1, 1, 1)
    assert pulse.first_contact_at <= pulse.first_payment_at <= pulse.measured_at
    assert pulse.last_activity_at is not None
    assert Pulse.objects.get(business_id=acme.id).fault == ""


def test_the_stalest_are_measured_first_and_a_broken_one_stops_nobody(acme, globex, fleet):
    Pulse.objects.update(measured_at=clock.now())
    broken = len(fleet[100:])

    assert measure_the_stalest(limit=broken + 2) == broken + 2

    assert Pulse.objects.filter(fault__startswith="ProgrammingError").count() == broken
    assert Pulse.objects.get(business_id=acme.id).fault == ""
    assert Pulse.objects.get(business_id=globex.id).fault == ""
    assert Pulse.objects.count() == Business.objects.count()


def test_a_business_that_cannot_be_entered_keeps_its_old_numbers(acme, ada):
    row = Business.objects.get(pk=acme.id)
    measure(row)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{acme.schema}".canary SET business_id = 0')

    pulse = measure(row)

    assert pulse.fault.startswith("WrongBusiness")
    assert Pulse.objects.get(business_id=acme.id).members == 1


@pytest.mark.parametrize("sort", selectors.SORTS)
def test_every_order_shows_everybody_once_over_all_pages(fleet, as_olga, sort):
    found = pages(as_olga, f"?sort={sort}")

    assert [len(page) for page in found] == [50, 50, 12]
    assert len({name for page in found for name in page}) == 112


def test_orders_are_what_they_say(fleet, as_olga):
    by_name = [name for page in pages(as_olga, "?sort=name") for name in page]
    by_contacts = [name for page in pages(as_olga, "?sort=contacts") for name in page]
    counts = dict(Business.objects.values_list("name", F("pulse__contacts")))

    assert by_name == sorted(by_name, key=str.lower)
    assert [counts[name] or 0 for name in by_contacts] == sorted((n or 0 for n in counts.values()), reverse=True)


def test_search_and_state_narrow_the_list(fleet, as_olga):
    assert pages(as_olga, "?q=shop+00") == [[f"Shop {n:03}" for n in range(9, -1, -1)]]
    assert pages(as_olga, "?q=ACME") == [["Acme Bakery"]]
    assert pages(as_olga, f"?q={fleet[3].pk}")[0][0] == "Shop 003"
    assert sum(len(page) for page in pages(as_olga, "?state=closed")) == 36
    assert "No business like that" in as_olga.get("/businesses/?q=nobody").content.decode()


@pytest.mark.parametrize("after", ["x", "[]", "[1]", '["a", 1]', "{}", "[1, null]", "\x00"])
def test_a_cursor_that_makes_no_sense_means_the_first_page(fleet, as_olga, after):
    assert len(as_olga.get("/businesses/", {"after": after}).context["page"].rows) == 50


def test_the_list_costs_the_same_whatever_the_number_of_businesses(fleet, as_olga, django_assert_num_queries):
    as_olga.get("/businesses/")

    with django_assert_num_queries(2):  # the session with its operator; the page
        as_olga.get("/businesses/")


def test_the_overview_costs_the_same_whatever_the_number_of_businesses(fleet, as_olga, django_assert_max_num_queries):
    as_olga.get("/")

    with django_assert_max_num_queries(12):
        page = as_olga.get("/")

    assert {value: count for value, _label, count in page.context["states"]} == {
        "active": 39, "read_only": 37, "closed": 36
    }  # fmt: skip
    assert page.context["versions"].behind == 11


def test_the_page_of_one_counts_afresh_and_names_its_owners(acme, ada, cleo, as_olga):
    page = as_olga.get(f"/businesses/{acme.id}/")

    assert (page.context["inside"].counts["members"], page.context["inside"].counts["contacts"]) == (1, 1)
    assert page.context["inside"].owners == [("Ada Lindqvist", "ada@example.com")]
    assert acme.schema in page.content.decode()
    assert "cleo" not in page.content.decode().lower(), "customers are none of the platform's business"


def test_the_page_of_one_that_cannot_be_entered_says_so(fleet, as_olga):
    page = as_olga.get(f"/businesses/{fleet[0].pk}/")

    assert page.status_code == 200
    assert "It cannot be entered" in page.content.decode()
    assert as_olga.get("/businesses/999999999/").status_code == 404
