"""The profit page and the API: chosen period and way, down to the rows, and only for who may see costs."""

import csv
import io
from datetime import UTC, datetime

import pytest

from billing.services.expenses import ExpenseDraft, save_expense
from crm.services.assignments import assign
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, money
from tests.cast import browser_of, member

PAGE, YEAR = "/workspace/profit/", "since=2026-01-01&until=2026-12-31"


@pytest.fixture
def books(acme, cleo, carl) -> None:
    with business_scope(acme), clock.held_at(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)):
        charge(cleo, 40_000, "Cake", cost=money(15_000))
        charge(carl, 90_000, "=Bread()")
        save_expense(draft=ExpenseDraft(supplier="Landlord", amount=money(30_000)))


@pytest.mark.usefixtures("books")
def test_each_way_shows_its_groups_and_the_same_total(as_ada):
    pages = {way: as_ada.get(f"{PAGE}?by={way}&{YEAR}").content.decode() for way in ("product", "contact", "month")}

    assert all("you earned €850.00 on €1,300.00 charged without tax, which is 65 %" in page for page in pages.values())
    assert "Overhead" in pages["product"]
    assert "Carl Brandt earned most: €900.00." in pages["contact"]
    assert pages["month"].count('data-label="Profit"') == 2


@pytest.mark.usefixtures("books")
def test_a_figure_leads_to_the_rows_that_make_it(as_ada, cleo):
    shown = as_ada.get(f"{PAGE}rows/?by=contact&key={cleo.pk}&{YEAR}").content.decode()

    assert "€400.00" in shown
    assert "-€150.00" in shown
    assert "€250.00" in shown
    assert as_ada.get(f"{PAGE}rows/?by=contact&key=999999&{YEAR}").status_code == 404
    assert as_ada.get(f"{PAGE}rows/?by=product&key=%00&{YEAR}").status_code == 404


@pytest.mark.usefixtures("books")
def test_the_table_holds_the_sums_their_total_and_the_rows_and_no_live_formula(as_ada, carl):
    text = as_ada.get(f"/workspace/profit.csv?by=contact&{YEAR}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert [row[0] for row in rows[1:]] == ["Carl Brandt", "Cleo van Dam", "Overhead", "In all"]
    assert rows[-1] == ["In all", "EUR", "1300.00", "0.00", "-150.00", "0.00", "-300.00", "850.00"]
    behind = as_ada.get(f"/workspace/profit.csv?by=contact&key={carl.pk}&{YEAR}").content.decode("utf-8-sig")
    (line,) = list(csv.reader(io.StringIO(behind)))[1:]
    assert line[1:] == ["Charged", "'=Bread()", "EUR", "900.00"]


@pytest.mark.parametrize("query", ["since=x&until=2026-02-31", "by=nothing", "since=0001-01-01&until=9999-12-31"])
@pytest.mark.usefixtures("books")
def test_what_is_no_day_and_no_way_counts_as_not_asked(as_ada, query):
    assert as_ada.get(f"{PAGE}?{query}").status_code == 200


def test_what_has_no_rate_is_said_and_shown_apart(as_ada, acme):
    with business_scope(acme):
        save_expense(draft=ExpenseDraft(supplier="Mill", amount=Money(9_900, "GBP")))

    assert "-£99.00 is in none of these sums" in as_ada.get(PAGE).content.decode()


@pytest.mark.usefixtures("books")
def test_who_sees_only_some_contacts_has_their_profit_alone_and_no_overhead(acme, cleo):
    with business_scope(acme):
        bea = member("bea", "Bea Novak", "bookkeeper")
        User.objects.filter(pk=bea.pk).update(contact_scope="assigned")
        assign(cleo.pk, member_ids=[bea.pk])
        bea.refresh_from_db()
    as_bea = browser_of(bea)

    shown = as_bea.get(f"{PAGE}?by=contact&{YEAR}").content.decode()

    assert "you earned €250.00 on €400.00" in shown
    assert "Carl" not in shown
    assert as_bea.get(f"{PAGE}rows/?by=contact&key=overhead&{YEAR}").status_code == 404


@pytest.mark.usefixtures("books")
def test_who_may_not_see_costs_learns_nothing(as_ben):
    for path in (PAGE, f"{PAGE}rows/?by=product&key=none", "/workspace/profit.csv", "/api/v1/profit/"):
        answer = as_ben.get(path)
        assert answer.status_code == 403
        assert "850" not in answer.content.decode()


@pytest.mark.usefixtures("books")
def test_programs_read_profit_and_cash_flow(as_ada, carl):
    found = as_ada.get("/api/v1/profit/?by=contact&since=2026-01-01&until=2026-12-31").json()
    ahead = as_ada.get(f"/api/v1/cash-flow/?late={carl.pk}&weeks=5").json()

    assert found["total"]["profit"] == {"amount_minor": 85_000, "currency": "EUR"}
    assert [group["label"] for group in found["groups"]] == ["Carl Brandt", "Cleo van Dam", "Overhead"]
    assert (len(ahead["past"]), len(ahead["ahead"])) == (13, 13)
    assert ahead["ahead"][0]["balance"] is None
    assert as_ada.get("/api/v1/cash-flow/?weeks=99").status_code == 422
