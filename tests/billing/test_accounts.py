from datetime import date

import pytest

from billing.selectors import lines
from billing.selectors.accounts import balances, standings
from billing.selectors.lines import account_lines, account_page
from billing.selectors.totals import totals
from billing.services.charges import void_charge
from tenants.kernel import clock
from tests.billing.books import charge, money, pay

WINTER, SPRING = date(2026, 1, 10), date(2026, 4, 10)


def test_each_line_shows_the_balance_after_it(cleo):
    charge(cleo, 1000, charged_on=WINTER)
    pay(cleo, 400, received_on=date(2026, 2, 1))
    charge(cleo, 250, charged_on=SPRING)

    assert [(line.amount.minor, line.balance.minor) for line in account_lines(cleo.pk)] == [
        (1000, 1000),
        (-400, 600),
        (250, 850),
    ]


def test_lines_between_two_days_start_from_what_was_owed_before(cleo):
    charge(cleo, 1000, charged_on=WINTER)
    pay(cleo, 400, received_on=date(2026, 2, 1))
    charge(cleo, 250, charged_on=SPRING)

    lines = account_lines(cleo.pk, since=date(2026, 2, 1), until=date(2026, 3, 31))

    assert [(line.amount.minor, line.balance.minor) for line in lines] == [(-400, 600)]


def test_pages_of_the_account_go_on_where_the_last_one_ended(cleo, monkeypatch):
    monkeypatch.setattr(lines, "LINES_A_PAGE", 2)
    for minor in (100, 200, 300):
        charge(cleo, minor)

    first = account_page(cleo.pk)
    second = account_page(cleo.pk, before=first.next_before)

    assert [line.balance.minor for line in first.lines] == [600, 300]
    assert [line.balance.minor for line in second.lines] == [100]
    assert second.next_before is None


def test_many_balances_cost_one_query(cleo, carl, django_assert_num_queries):
    charge(cleo, 1000)
    void_charge(charge_id=charge(carl, 300).pk, reason="Mistake")
    pay(carl, 50)

    with django_assert_num_queries(1):
        found = balances([cleo.pk, carl.pk, 404])

    assert found == {cleo.pk: money(1000), carl.pk: money(-50), 404: money(0)}


def test_the_home_page_adds_up_what_is_owed_late_and_received(cleo, carl, acme, ada):
    charge(cleo, 1000, due_on=WINTER)
    charge(carl, 300)
    pay(carl, 120)
    pay(cleo, 200, received_on=WINTER)

    found = totals(seen_by=ada)

    assert (found.owed, found.overdue, found.received_this_month) == (money(980), money(800), money(120))
    assert (found.owing, found.late) == (2, 1)
    overdue = {contact_id: standing.overdue for contact_id, standing in standings([cleo.pk, carl.pk]).items()}
    assert overdue == {cleo.pk: money(800), carl.pk: money(0)}
    assert clock.today(acme.time_zone) > SPRING


@pytest.mark.parametrize("since", [None, WINTER])
def test_an_empty_account_has_no_lines(cleo, since):
    assert account_lines(cleo.pk, since=since) == []
