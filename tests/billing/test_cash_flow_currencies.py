"""What is expected in other currencies, by rates that are known today."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.recurrence import Rhythm
from billing.selectors.cash_figures import cash_figures
from billing.services.charges import ChargeDraft, add_charge
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import ExpenseDraft, save_expense
from billing.services.rates import set_rate
from billing.services.schedules import ScheduleDraft, start_schedule
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import contact, money
from tests.billing.test_cash_flow import ADA, seen


@pytest.fixture(autouse=True)
def _noon(in_acme):
    with clock.held_at(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


def test_other_currencies_are_expected_at_the_rate_that_stands_with_them():
    set_rate(currency="USD", rate=Decimal("0.9"), valid_from=date(2026, 1, 1))
    cleo = contact()
    draft = ChargeDraft(description="Cake", unit_price=Money(10_000, "USD"), due_on=date(2026, 3, 10))
    add_charge(contact_id=cleo.pk, draft=draft)
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=Money(5_001, "USD"), due_on=date(2026, 3, 12)))

    found = seen()

    # 95 % of 90.00, and 45.009 rounded to 45.01
    assert [coming.minor for coming in found.comings] == [8_550, -4_501]
    assert cash_figures(seen_by_member=ADA).owed == money(9_000)


def test_what_recurs_in_another_currency_is_expected_at_the_rate_of_today_not_at_one_to_come():
    for rate, day in (("0.9", date(2026, 1, 1)), ("0.1", date(2026, 12, 1))):
        set_rate(currency="USD", rate=Decimal(rate), valid_from=day)
    rhythm = Rhythm(starts_on=date(2026, 3, 9), count=1, unit="year", anchor_day=9)
    terms = ScheduleDraft(description="Bread", unit_price=Money(10_000, "USD"), rhythm=rhythm)
    start_schedule(contact_id=contact().pk, draft=terms)
    rent = ExpenseDraft(
        supplier="Mill", amount=Money(1_000, "USD"), spent_on=date(2026, 2, 10), paid_on=date(2026, 2, 10)
    )
    repeat_expense(draft=rent, interval="quarter", until=None)

    assert [coming.minor for coming in seen().comings] == [8_550, -900]
