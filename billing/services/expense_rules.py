"""Expenses that come again: one for each period of a rule, whatever crashes and however often the work is done."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.errors import EndBeforeStart, ExpenseRuleOver, NoSuchExpense, TooManyExpenses
from billing.models import Expense, ExpenseRule
from billing.periods import day_if_any
from billing.services.expenses import ExpenseDraft, check_draft, fill, known_rate, save_expense
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

SHORTLY_AFTER_MIDNIGHT = time(0, 5)
MOST_AT_ONCE = 520
"""Ten years of weeks."""


@transaction.atomic
def repeat_expense(
    *, draft: ExpenseDraft, interval: str, until: date | None, by: User | None = None, request_key: UUID | None = None
) -> Expense:
    """Write an expense down and have it come again; one entered as paid pays itself on its day.

    Those whose day has come are made at once. Raises EndBeforeStart, TooManyExpenses, and what save_expense raises.
    """
    known = Expense.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    expense = save_expense(draft=draft, by=by, request_key=request_key)
    if expense.rule_id is not None:
        return expense
    if until is not None and until < expense.spent_on:
        raise EndBeforeStart
    _refuse_many(expense.spent_on, interval)
    rule = ExpenseRule(interval=interval, starts_on=expense.spent_on, ends_on=until)
    _fill(rule, draft)
    rule.is_paid_by_itself, rule.made = expense.is_paid, 1
    rule.next_on = _next_day(rule)
    rule.save()
    expense.rule, expense.period_on = rule, expense.spent_on
    expense.save(update_fields=["rule", "period_on"])
    make_due_expenses(rule.pk)
    return expense


@transaction.atomic
def make_due_expenses(rule_id: int) -> int:
    """Make the expenses of a rule whose day has come, and ask to be woken for the next; return how many."""
    rule = ExpenseRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None or rule.next_on is None:
        return 0
    today = clock.today(require_business().time_zone)
    before = rule.made
    while rule.next_on is not None and rule.next_on <= today:
        _make(rule, rule.next_on)
        rule.made += 1
        rule.next_on = _next_day(rule)
    rule.save(update_fields=["made", "next_on"])
    if rule.next_on is not None:
        at = datetime.combine(rule.next_on, SHORTLY_AFTER_MIDNIGHT, tzinfo=ZoneInfo(require_business().time_zone))
        enqueue("billing.make_due_expenses", due_at=at, key=f"{rule.pk}:{rule.next_on}", rule_id=rule.pk)
    return rule.made - before


@transaction.atomic
def change_rule(rule_id: int, *, draft: ExpenseDraft, until: date | None, is_paid_by_itself: bool) -> ExpenseRule:
    """Have the expenses to come be otherwise; those that were made stay. Raises EndBeforeStart.

    One that has ended raises ExpenseRuleOver: a form that was open when it was stopped would bring back all since then.
    """
    check_draft(draft)
    rule = ExpenseRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NoSuchExpense
    if rule.next_on is None:
        raise ExpenseRuleOver(supplier=rule.supplier)
    if until is not None and until < rule.starts_on:
        raise EndBeforeStart
    _fill(rule, draft)
    rule.ends_on, rule.is_paid_by_itself = until, is_paid_by_itself
    rule.next_on = _next_day(rule)
    rule.save()
    amount = rule.amount.format(require_business().locale)
    record("expense.rule_changed", rule, supplier=rule.supplier, amount=amount)
    make_due_expenses(rule.pk)
    return rule


@transaction.atomic
def stop_rule(rule_id: int) -> ExpenseRule:
    """Have no more expenses come of a rule; those that were made stay."""
    rule = ExpenseRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NoSuchExpense
    if rule.next_on is not None:
        rule.next_on, rule.ends_on = None, clock.today(require_business().time_zone)
        rule.ends_on = max(rule.ends_on, rule.starts_on)
        rule.save(update_fields=["next_on", "ends_on"])
        record("expense.stopped", rule, supplier=rule.supplier)
    return rule


def _fill(rule: ExpenseRule, draft: ExpenseDraft) -> None:
    """Put a draft into a rule; without a rate of its own, each expense counts at the business's rate of its day."""
    fill(rule, draft)
    if rule.currency != require_business().currency:
        rule.rate = draft.rate


def _refuse_many(first: date, interval: str) -> None:
    """A year that is typed wrong must not make an expense for each month since the Romans."""
    day = day_if_any(first, interval, MOST_AT_ONCE)
    if day is not None and day <= clock.today(require_business().time_zone):
        raise TooManyExpenses(most=MOST_AT_ONCE)


def _next_day(rule: ExpenseRule) -> date | None:
    return _day(rule, rule.made)


def _day(rule: ExpenseRule, number: int) -> date | None:
    day = day_if_any(rule.starts_on, rule.interval, number)
    return None if day is None or (rule.ends_on is not None and day > rule.ends_on) else day


def _make(rule: ExpenseRule, day: date) -> None:
    names = ("supplier", "note", "category_id", "amount_minor", "tax_minor", "currency", "product_id", "contact_id")
    facts = {name: getattr(rule, name) for name in names} | {"rate": rule.rate or known_rate(rule, day)}
    paid_on = day if rule.is_paid_by_itself else None
    made, is_new = Expense.objects.get_or_create(
        rule=rule, period_on=day, defaults={**facts, "spent_on": day, "due_on": day, "paid_on": paid_on}
    )
    if is_new:
        record("expense.came", made, supplier=rule.supplier, amount=rule.amount.format(require_business().locale))
