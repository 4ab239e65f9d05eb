"""Expenses: written down once, paid, taken back and restored; one for each period of what comes again."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.errors import (
    AmountNotPositive,
    EndBeforeStart,
    ExpenseRuleOver,
    RateNotPositive,
    TaxNotBelowAmount,
    TooManyExpenses,
)
from billing.models import Expense, ExpenseCategory, ExpenseRule
from billing.selectors.expenses import ExpenseQuery, expenses, total_of
from billing.services.expense_rules import change_rule, make_due_expenses, repeat_expense, stop_rule
from billing.services.expenses import ExpenseDraft, delete_expense, pay_expense, restore_expense, save_expense
from billing.services.rates import set_rate
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.money import CurrencyMismatch, Money
from tests.billing.books import money

pytestmark = pytest.mark.usefixtures("in_acme")
MARCH = date(2026, 3, 2)


def draft(minor=12_300, **facts) -> ExpenseDraft:
    return ExpenseDraft(**{"supplier": "Moinho", "amount": money(minor), "spent_on": MARCH, **facts})


def noon(*day: int):
    return clock.held_at(datetime(*day, 12, tzinfo=UTC))


def days() -> list[date]:
    return list(Expense.objects.order_by("period_on").values_list("period_on", flat=True))


def test_an_expense_is_written_down_with_its_tax_its_category_and_its_day():
    made = save_expense(draft=draft(tax=money(2_300), category=" flour  and grain ", due_on=date(2026, 4, 1)))

    assert (made.net, made.category.name) == (money(10_000), "flour and grain")
    assert (made.spent_on, made.due_on, made.paid_on) == (MARCH, date(2026, 4, 1), None)
    assert made.rate == 1


def test_a_category_is_one_whatever_its_capitals():
    first, second = (save_expense(draft=draft(category=name)) for name in ("Rent", "RENT"))

    assert first.category == second.category
    assert ExpenseCategory.objects.count() == 1


def test_the_same_form_twice_is_one_expense():
    key = uuid.uuid4()

    first, again = (save_expense(draft=draft(), request_key=key) for _ in range(2))

    assert first.pk == again.pk
    assert Expense.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"minor": 0}, AmountNotPositive),
        ({"tax": Money(-1, "EUR")}, AmountNotPositive),
        ({"tax": Money(12_300, "EUR")}, TaxNotBelowAmount),
        ({"tax": Money(1, "USD")}, CurrencyMismatch),
        ({"rate": Decimal(0)}, RateNotPositive),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(facts, refusal):
    with pytest.raises(refusal):
        save_expense(draft=draft(**facts))

    assert not Expense.objects.exists()


def test_a_bill_is_paid_once_and_a_deleted_one_comes_back_as_it_was():
    made = save_expense(draft=draft())
    pay_expense(made.pk, paid_on=date(2026, 3, 9))
    assert pay_expense(made.pk, paid_on=date(2026, 3, 20)).paid_on == date(2026, 3, 9)

    delete_expense(made.pk)
    assert not Expense.objects.kept().exists()

    assert restore_expense(made.pk).paid_on == date(2026, 3, 9)
    assert Expense.objects.kept().count() == 1


def test_one_is_made_for_each_period_and_what_falls_on_the_31st_comes_back_to_it():
    with noon(2026, 5, 31):
        repeat_expense(draft=draft(spent_on=date(2026, 1, 31), paid_on=date(2026, 1, 31)), interval="month", until=None)

    rule = ExpenseRule.objects.get()
    assert days() == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert (rule.made, rule.next_on) == (5, date(2026, 6, 30))
    assert Expense.objects.get(period_on=date(2026, 4, 30)).paid_on == date(2026, 4, 30)
    assert DueWork.objects.filter(name="billing.make_due_expenses").count() == 1


def test_the_work_done_many_times_makes_one_a_period_and_a_deleted_one_stays_away():
    with noon(2026, 3, 2):
        first = repeat_expense(draft=draft(), interval="week", until=date(2026, 3, 20))
    delete_expense(first.pk)

    with noon(2026, 4, 2):
        made = [make_due_expenses(first.rule_id) for _ in range(3)]

    assert made == [2, 0, 0]
    assert days() == [MARCH, date(2026, 3, 9), date(2026, 3, 16)]
    assert ExpenseRule.objects.get().next_on is None
    assert Expense.objects.kept().count() == 2


def test_a_crash_between_expense_and_count_makes_none_twice():
    with noon(2026, 3, 2):
        first = repeat_expense(draft=draft(), interval="month", until=None)
    with noon(2026, 4, 2):
        make_due_expenses(first.rule_id)
        ExpenseRule.objects.update(made=1, next_on=date(2026, 4, 2))  # as if the count had been lost

        make_due_expenses(first.rule_id)

    assert days() == [MARCH, date(2026, 4, 2)]


def test_what_is_stopped_comes_no_more():
    with noon(2026, 3, 2):
        first = repeat_expense(draft=draft(), interval="month", until=None)
        stop_rule(first.rule_id)
    with noon(2026, 9, 2):
        assert make_due_expenses(first.rule_id) == 0
        with pytest.raises(ExpenseRuleOver, match="does not come again"):
            change_rule(first.rule_id, draft=draft(15_000), until=None, is_paid_by_itself=True)

    assert days() == [MARCH]


def test_a_rent_that_goes_up_does_so_for_those_to_come_alone():
    with noon(2026, 3, 2):
        first = repeat_expense(draft=draft(), interval="month", until=None)
        more = draft(15_000, spent_on=None)
        change_rule(first.rule_id, draft=more, until=date(2026, 5, 2), is_paid_by_itself=True)
        with pytest.raises(EndBeforeStart):
            change_rule(first.rule_id, draft=more, until=date(2026, 3, 1), is_paid_by_itself=True)
    with noon(2026, 9, 2):
        make_due_expenses(first.rule_id)

    made = Expense.objects.order_by("period_on").values_list("amount_minor", "paid_on")
    assert list(made) == [(12_300, None), (15_000, date(2026, 4, 2)), (15_000, date(2026, 5, 2))]


def test_an_end_before_the_first_day_is_refused():
    with pytest.raises(EndBeforeStart):
        repeat_expense(draft=draft(), interval="month", until=date(2026, 3, 1))

    assert not ExpenseRule.objects.exists()
    assert not Expense.objects.exists()


@pytest.mark.parametrize("interval", ["week", "month", "quarter", "year"])
def test_one_that_begins_with_the_last_day_there_is_comes_once(interval):
    repeat_expense(draft=draft(spent_on=date.max), interval=interval, until=None)

    assert (days(), ExpenseRule.objects.get().next_on) == ([date.max], None)


def test_a_year_that_is_typed_wrong_makes_no_expense_for_each_month_since_then():
    with noon(2026, 3, 2), pytest.raises(TooManyExpenses, match="more than 520 times"):
        repeat_expense(draft=draft(spent_on=date(226, 3, 2)), interval="month", until=None)

    assert not Expense.objects.exists()


def test_other_currencies_count_by_the_rate_that_stands_with_them_and_never_without_one():
    save_expense(draft=draft(1_000))
    save_expense(draft=draft(1_000, amount=Money(1_001, "USD"), rate=Decimal("0.9")))
    save_expense(draft=draft(1_000, amount=Money(5_000, "JPY"), rate=Decimal("0.006")))
    save_expense(draft=draft(1_000, amount=Money(7_000, "GBP")))
    ada = User(kind="member", role="owner")

    total = total_of(expenses(ExpenseQuery(), seen_by_member=ada))

    # 10.00 + 9.009 rounded to 9.01 + 30.00
    assert total.money == money(1_000 + 901 + 3_000)
    assert total.apart == [Money(7_000, "GBP")]


def test_what_comes_again_counts_at_the_rate_of_each_day_unless_it_has_one_of_its_own():
    set_rate(currency="USD", rate=Decimal("0.9"), valid_from=MARCH)
    dollars = {"amount": Money(1_000, "USD")}
    with noon(2026, 3, 2):
        for own in (None, Decimal("0.5")):
            repeat_expense(draft=draft(**dollars, rate=own), interval="month", until=None)
        repeat_expense(draft=draft(amount=Money(1_000, "GBP")), interval="month", until=None)
        set_rate(currency="USD", rate=Decimal("0.8"), valid_from=date(2026, 3, 20))
        set_rate(currency="GBP", rate=Decimal("1.2"), valid_from=date(2026, 3, 20))
    with noon(2026, 4, 2):
        for rule in ExpenseRule.objects.all():
            make_due_expenses(rule.pk)

    rates = Expense.objects.order_by("rule", "period_on").values_list("rate", flat=True)
    assert [rate and float(rate) for rate in rates] == [0.9, 0.8, 0.5, 0.5, None, 1.2]


def test_they_are_found_by_words_month_category_and_state():
    save_expense(draft=draft(100, supplier="Mill", category="Flour", paid_on=MARCH))
    save_expense(draft=draft(200, supplier="Landlord", note="Shop rent", spent_on=date(2026, 4, 1)))
    ada = User(kind="member", role="owner")

    def found(**query) -> list[str]:
        rows = expenses(ExpenseQuery(**query), seen_by_member=ada)
        return sorted(rows.values_list("supplier", flat=True))

    assert found() == ["Landlord", "Mill"]
    assert found(words="flour mill") == ["Mill"]
    assert found(words="rent") == ["Landlord"]
    assert found(month=date(2026, 4, 1)) == ["Landlord"]
    assert found(category_id=ExpenseCategory.objects.get().pk) == ["Mill"]
    assert (found(state="paid"), found(state="unpaid"), found(state="deleted")) == (["Mill"], ["Landlord"], [])
