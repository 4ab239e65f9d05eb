"""What the business spends: written down, changed, paid, and taken back without being lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from billing.errors import (
    AmountNotPositive,
    NoExchangeRate,
    NoSuchExpense,
    NoSuchProduct,
    RateNotPositive,
    TaxNotBelowAmount,
)
from billing.models import Expense, ExpenseCategory, ExpenseRule, Product
from billing.selectors.rates import rate_on
from crm.models import Contact
from crm.selectors.contacts import contact_named
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseDraft:
    """What was spent. ``tax`` is the part of ``amount`` that comes back; ``rate`` is business currency per unit."""

    supplier: str
    amount: Money
    tax: Money | None = None
    rate: Decimal | None = None
    category: str = ""
    note: str = ""
    spent_on: date | None = None
    due_on: date | None = None
    paid_on: date | None = None
    product_id: int | None = None
    contact_id: int | None = None


@transaction.atomic
def save_expense(
    *, draft: ExpenseDraft, expense_id: int | None = None, by: User | None = None, request_key: UUID | None = None
) -> Expense:
    """Write an expense down, or change it. The same ``request_key`` again returns the one it made the first time."""
    check_draft(draft)
    _one_at_a_time()
    known = Expense.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    expense = Expense(request_key=request_key) if expense_id is None else _held(expense_id)
    fill(expense, draft)
    _set_days(expense, draft)
    if by is not None and expense_id is None:
        expense.added_by_name = by.name
    expense.save()
    _note("expense.added" if expense_id is None else "expense.changed", expense)
    return expense


@transaction.atomic
def pay_expense(expense_id: int, *, paid_on: date | None = None) -> Expense:
    """Say that a bill is paid; one that was paid before stays as it is."""
    expense = _held(expense_id)
    if expense.paid_on is None:
        expense.paid_on = paid_on or clock.today(require_business().time_zone)
        expense.save(update_fields=["paid_on"])
        _note("expense.paid", expense)
    return expense


@transaction.atomic
def delete_expense(expense_id: int) -> Expense:
    """Take an expense out of every figure; it is kept and can come back."""
    expense = _held(expense_id)
    if expense.deleted_at is None:
        expense.deleted_at = clock.now()
        expense.save(update_fields=["deleted_at"])
        _note("expense.deleted", expense)
    return expense


@transaction.atomic
def restore_expense(expense_id: int) -> Expense:
    expense = _held(expense_id)
    if expense.deleted_at is not None:
        expense.deleted_at = None
        expense.save(update_fields=["deleted_at"])
        _note("expense.restored", expense)
    return expense


def fill(cost: Expense | ExpenseRule, draft: ExpenseDraft) -> None:
    """Put a draft into a row, on its own or as the rule that makes more of them."""
    cost.supplier, cost.note = draft.supplier.strip(), draft.note.strip()
    cost.category = _category(draft.category)
    cost.amount_minor, cost.currency = draft.amount.minor, draft.amount.currency
    cost.tax_minor = draft.tax.minor if draft.tax else 0
    day = draft.spent_on or clock.today(require_business().time_zone)
    cost.rate = draft.rate if draft.rate and cost.currency != require_business().currency else known_rate(cost, day)
    cost.product = _product(draft.product_id)
    cost.contact = _contact(draft.contact_id)


def _set_days(expense: Expense, draft: ExpenseDraft) -> None:
    expense.spent_on = draft.spent_on or clock.today(require_business().time_zone)
    expense.due_on, expense.paid_on = draft.due_on or expense.spent_on, draft.paid_on


def check_draft(draft: ExpenseDraft) -> None:
    """Raise AmountNotPositive, TaxNotBelowAmount, CurrencyMismatch or RateNotPositive."""
    if draft.amount.minor <= 0:
        raise AmountNotPositive
    if draft.tax is not None:
        _check_tax(draft.tax, draft.amount)
    if draft.rate is not None and draft.rate <= 0:
        raise RateNotPositive


def _check_tax(tax: Money, amount: Money) -> None:
    if tax.minor < 0:
        raise AmountNotPositive
    if tax.currency != amount.currency:
        raise CurrencyMismatch(one=tax.currency, other=amount.currency)
    if tax.minor >= amount.minor:
        raise TaxNotBelowAmount


def known_rate(cost: Expense | ExpenseRule, day: date) -> Decimal | None:
    """Return the business's own rate for a day; nothing where it has none, and then the expense is counted apart."""
    try:
        return rate_on(cost.currency, day)
    except NoExchangeRate:
        return None


def _category(name: str) -> ExpenseCategory | None:
    """Return the category of a name, whatever its capitals; a new one is made."""
    wanted = " ".join(name.split())
    if not wanted:
        return None
    known = ExpenseCategory.objects.filter(name__iexact=wanted).first()
    return known or ExpenseCategory.objects.create(name=wanted)


def _product(product_id: int | None) -> Product | None:
    product = None if product_id is None else Product.objects.filter(pk=product_id).first()
    if product is None and product_id is not None:
        raise NoSuchProduct
    return product


def _contact(contact_id: int | None) -> Contact | None:
    return None if contact_id is None else contact_named(contact_id)


def _held(expense_id: int) -> Expense:
    expense: Expense | None = Expense.objects.select_for_update().filter(pk=expense_id).first()
    if expense is None:
        raise NoSuchExpense
    return expense


def _one_at_a_time() -> None:
    """Let nobody else of this business add an expense until the transaction ends: two forms, two new categories."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"expenses:{require_business().schema}"])


def _note(verb: str, expense: Expense) -> None:
    amount = expense.amount.format(require_business().locale)
    record(verb, expense, supplier=expense.supplier, amount=amount)
