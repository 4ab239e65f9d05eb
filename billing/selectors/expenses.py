"""What the business spends, as its team looks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from billing.errors import NoSuchExpense
from billing.models import Expense, ExpenseCategory, ExpenseReceipt, ExpenseRule
from billing.models.expense import ExpenseQuerySet
from billing.selectors.base import Sum, sum_in_base
from tenants.accounts import sight
from tenants.accounts.models import User

STATES = ("unpaid", "paid", "deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseQuery:
    """What is looked for; empty for all. ``month`` is its first day."""

    words: str = ""
    month: date | None = None
    category_id: int | None = None
    state: str = ""


def seen_by(member: User) -> Q:
    """Return the condition that an expense is nobody's in particular, or a contact's that the member sees."""
    return Q() if member.sees_all_contacts else Q(contact=None) | sight.within(member)


def expenses(query: ExpenseQuery, *, seen_by_member: User) -> ExpenseQuerySet:
    found: ExpenseQuerySet = Expense.objects.filter(
        seen_by(seen_by_member), deleted_at__isnull=query.state != "deleted"
    )
    for word in query.words.split():
        found = found.filter(Q(supplier__icontains=word) | Q(note__icontains=word) | Q(category__name__icontains=word))
    if query.month is not None:
        found = found.filter(spent_on__year=query.month.year, spent_on__month=query.month.month)
    if query.category_id is not None:
        found = found.filter(category_id=query.category_id)
    if query.state in {"paid", "unpaid"}:
        found = found.filter(paid_on__isnull=query.state == "unpaid")
    return found.select_related("category", "contact", "product")


def expense_named(expense_id: int, *, member: User) -> Expense:
    """Return an expense that a member may see, deleted or not; any other is as unknown as one that never was."""
    found: Expense | None = (
        Expense.objects.filter(seen_by(member), pk=expense_id).select_related("category", "contact", "rule").first()
    )
    if found is None:
        raise NoSuchExpense
    return found


def receipt_named(expense: Expense, receipt_id: int) -> ExpenseReceipt:
    found: ExpenseReceipt | None = expense.receipts.filter(pk=receipt_id).first()
    if found is None:
        raise NoSuchExpense
    return found


def rules(*, member: User) -> Iterable[ExpenseRule]:
    """Return the expenses that come again, those to come first."""
    found = ExpenseRule.objects.filter(seen_by(member)).select_related("category")
    return found.order_by("next_on", "pk")


def rule_named(rule_id: int, *, member: User) -> ExpenseRule:
    found = ExpenseRule.objects.filter(seen_by(member), pk=rule_id).first()
    if found is None:
        raise NoSuchExpense
    return found


def categories() -> Iterable[ExpenseCategory]:
    return ExpenseCategory.objects.order_by("name")


def total_of(found: ExpenseQuerySet) -> Sum:
    """Add expenses up in the business's currency, by the rates that stand with them."""
    return sum_in_base(found.order_by().values_list("amount_minor", "currency", "rate"))
