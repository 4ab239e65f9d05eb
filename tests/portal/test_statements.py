"""Both sides get an account between two days as a page, on paper and as a table; nobody gets another's."""

import pytest

from billing.services.charges import void_charge
from tenants.kernel.scope import business_scope
from tests.billing.books import charge


@pytest.fixture
def office(acme, cleo) -> str:
    """Where the team sees Cleo's contact; there is a tart on her account, and a roll that was taken off again."""
    with business_scope(acme):
        charge(cleo.customer.contact, 1000, "Tart")
        void_charge(charge_id=charge(cleo.customer.contact, 333, "Rolls").pk, reason="Twice")
    return f"/workspace/contacts/{cleo.customer.contact_id}"


def test_both_sides_get_the_same_table(office, as_ada, as_cleo):
    hers, ours = as_cleo.get("/account/statement.csv"), as_ada.get(f"{office}/statement.csv")

    assert hers.content == ours.content
    assert hers.content.decode("utf-8-sig").count("\n") == 4
    assert hers["Content-Disposition"].startswith("attachment; filename=")
    assert hers["Cache-Control"] == "private, no-store"


def test_both_sides_get_the_paper(office, as_ada, as_cleo):
    for answer in (as_cleo.get("/account/statement.pdf"), as_ada.get(f"{office}/statement.pdf")):
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_pages_say_what_it_begins_and_ends_with_and_lead_to_the_same_days_as_files(office, as_ada, as_cleo):
    days = "since=2026-01-01&until=2100-01-01"
    for browser, page, files in ((as_ada, f"{office}/statement/", office), (as_cleo, "/account/", "/account")):
        said = browser.get(f"{page}?{days}").content.decode()

        assert "Opening balance" in said
        assert "\u20ac13.33" in said
        assert f'href="{files}/statement.pdf?{days}"' in said


def test_the_team_sees_how_late_what_is_due_is(office, as_ada):
    assert "Over 90 days late" in as_ada.get(f"{office}/statement/").content.decode()


def test_a_customers_statement_is_their_own_alone(office, as_carl):
    for path in ("/account/", "/account/statement.csv"):
        assert "Tart" not in as_carl.get(path).content.decode("utf-8-sig")
    for path in ("/statement/", "/statement.pdf", "/statement.csv"):
        assert as_carl.get(office + path).status_code == 404


@pytest.mark.parametrize("days", ["since=yesterday", "since=2026-02-30&until=x", "since=9999-12-31&until=0001-01-01"])
def test_days_that_are_none_are_left_out_and_turned_ones_turned(as_cleo, days):
    for path in ("/account/", "/account/statement.pdf", "/account/statement.csv"):
        assert as_cleo.get(f"{path}?{days}").status_code == 200
