"""The cash-flow page: who sees it, what it asks by its address alone, and what it says to whom."""

import pytest

from billing.models import BankBalance
from crm.services.assignments import assign
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, money
from tests.cast import browser_of, member

PAGE = "/workspace/cash-flow/"


@pytest.fixture
def books(acme, cleo, carl) -> None:
    with business_scope(acme):
        charge(cleo, 40_000)
        charge(carl, 90_000)


@pytest.mark.usefixtures("books")
def test_the_page_shows_figures_chart_table_and_the_largest_to_tick(as_ada, cleo, carl):
    shown = as_ada.get(PAGE).content.decode()

    assert "€1,300.00" in shown
    assert 'role="img"' in shown
    assert shown.count('class="chart__in chart__in--to-come"') >= 1
    assert shown.index("Carl Brandt") < shown.index("Cleo van Dam")
    assert "What if they pay late?" in shown


@pytest.mark.usefixtures("books")
def test_the_question_stands_in_the_address_and_the_answer_on_the_page(as_ada, carl):
    asked = as_ada.get(PAGE, {"late": [carl.pk], "weeks": "6"}).content.decode()

    assert "If Carl Brandt pays 6 weeks later" in asked
    assert "If Carl" not in as_ada.get(PAGE).content.decode()
    assert f'value="{carl.pk}" checked' in asked


@pytest.mark.parametrize("query", ["late=x&weeks=y", "late=999999999", "late=1&weeks=99", "late=%00", "weeks=0"])
@pytest.mark.usefixtures("books")
def test_what_makes_no_sense_counts_as_not_asked(as_ada, query):
    assert as_ada.get(f"{PAGE}?{query}").status_code == 200


def test_a_balance_is_typed_in_refused_and_taken_away(as_ada, acme):
    as_ada.post(f"{PAGE}balance/", {"balance": "-1,250.50"})
    with business_scope(acme):
        row = BankBalance.objects.get()
        assert (row.balance, row.set_by_name) == (money(-125_050), "Ada Lindqvist")

    refused = as_ada.post(f"{PAGE}balance/", {"balance": "plenty"})
    assert (refused.status_code, "plenty" in refused.content.decode()) == (422, True)

    as_ada.post(f"{PAGE}balance/", {"balance": ""})
    with business_scope(acme):
        assert not BankBalance.objects.exists()


@pytest.mark.usefixtures("books")
def test_who_sees_only_some_contacts_has_figures_of_them_alone(acme, ada, cleo, carl):
    with business_scope(acme):
        bea = member("bea", "Bea Novak", "bookkeeper")
        User.objects.filter(pk=bea.pk).update(contact_scope="assigned")
        assign(cleo.pk, member_ids=[bea.pk])
        bea.refresh_from_db()

    shown = browser_of(bea).get(PAGE, {"late": [carl.pk]}).content.decode()

    assert "€400.00" in shown
    assert "Carl" not in shown
    assert "1,300" not in shown
    assert "these figures are of them alone" in shown


@pytest.mark.usefixtures("books")
def test_an_assistant_learns_nothing(as_ben):
    answer = as_ben.get(PAGE)

    assert answer.status_code == 403
    assert "1,300" not in answer.content.decode()
