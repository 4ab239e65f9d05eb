"""``/api/v1/expenses/``: what the business spends. Receipts are added in the workspace."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.expense_shapes import ExpenseChange, NewExpense, ShownExpense
from billing.errors import (
    AmountNotPositive,
    EndBeforeStart,
    NoSuchContact,
    NoSuchProduct,
    RateNotPositive,
    TaxNotBelowAmount,
    TooManyExpenses,
)
from billing.models import Expense
from billing.selectors.expenses import STATES, ExpenseQuery, expense_named, expenses
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import ExpenseDraft, delete_expense, restore_expense, save_expense
from crm.models import Contact
from tenants.accounts import sight
from tenants.api.endpoint import Endpoint
from tenants.api.etags import require_current, tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.errors import MangoError
from tenants.kernel.money import CurrencyMismatch

_PAGE = inline_serializer(
    "ExpensePage", {"results": ShownExpense(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLE = OpenApiExample(
    "The rent, every month",
    request_only=True,
    value={
        "supplier": "Landlord", "amount": {"amount_minor": 90000, "currency": "EUR"}, "category": "Rent",
        "spent_on": "2026-03-01", "repeats": "month",
    },
)  # fmt: skip


class ExpensesQuery(PageQuery):
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")
    month = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False, help_text="2026-03")
    state = serializers.ChoiceField(choices=STATES, required=False, default="")


class ExpenseEndpoint(Endpoint):
    tag = "Expenses"
    refusals: ClassVar[tuple[type[MangoError], ...]] = (
        AmountNotPositive, CurrencyMismatch, EndBeforeStart, NoSuchProduct, RateNotPositive, TaxNotBelowAmount,
        TooManyExpenses,
    )  # fmt: skip
    fields_of_refusals = {
        "amount_not_positive": "amount",
        "currency_mismatch": "tax",
        "end_before_start": "until",
        "no_such_product": "product_id",
        "rate_not_positive": "rate",
        "tax_not_below_amount": "tax",
        "too_many_expenses": "spent_on",
    }

    def check_contact(self, contact_id: int | None) -> None:
        """Raise NoSuchContact for one that this caller does not see."""
        seen = Contact.objects.filter(sight.within(self.caller.member, "pk"))
        if contact_id is not None and not seen.filter(pk=contact_id).exists():
            raise NoSuchContact


class Expenses(ExpenseEndpoint):
    actions = {"GET": "expenses.view", "POST": "expenses.change"}

    @extend_schema(operation_id="list_expenses", summary="List expenses", parameters=[ExpensesQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first; deleted ones only when asked for."""
        ask = asked(ExpensesQuery, request)
        month = date.fromisoformat(f"{ask['month']}-01") if "month" in ask else None
        query = ExpenseQuery(words=ask["q"], month=month, state=ask["state"])
        return Response(newest_first(expenses(query, seen_by_member=self.caller.member), ask, _show))

    @extend_schema(
        operation_id="create_expense", summary="Write an expense down", request=NewExpense,
        responses={201: ShownExpense}, examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request) -> Response:
        """With ``repeats`` it comes again by itself; one that is paid counts as paid on its day from then on."""
        given = NewExpense(data=request.data)
        given.is_valid(raise_exception=True)
        facts = dict(given.validated_data)
        interval, until = facts.pop("repeats", ""), facts.pop("until", None)
        self.check_contact(facts.get("contact_id"))
        draft = ExpenseDraft(**facts)
        if interval:
            made = repeat_expense(draft=draft, interval=interval, until=until, by=self.caller.member)
        else:
            made = save_expense(draft=draft, by=self.caller.member)
        answer = tagged(_show(made), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/expenses/{made.pk}/"
        return answer


class OneExpense(ExpenseEndpoint):
    actions = {"GET": "expenses.view", "PATCH": "expenses.change", "DELETE": "expenses.change"}

    @extend_schema(operation_id="get_expense", summary="Read an expense", responses=ShownExpense)
    def get(self, request: Request, expense_id: int) -> Response:
        return tagged(_show(expense_named(expense_id, member=self.caller.member)), request)

    @extend_schema(
        operation_id="change_expense", summary="Change an expense", request=ExpenseChange, responses=ShownExpense
    )
    def patch(self, request: Request, expense_id: int) -> Response:
        """What is left out stays."""
        change = ExpenseChange(data=request.data)
        change.is_valid(raise_exception=True)
        self.check_contact(change.validated_data.get("contact_id"))
        with transaction.atomic():
            expense_named(expense_id, member=self.caller.member)
            held = Expense.objects.select_for_update().get(pk=expense_id)
            require_current(request, _show(held))
            draft = _changed(_draft_of(held), change.validated_data)
            saved = save_expense(draft=draft, expense_id=expense_id, by=self.caller.member)
        return tagged(_show(saved))

    @extend_schema(operation_id="delete_expense", summary="Delete an expense", responses={200: ShownExpense})
    def delete(self, _request: Request, expense_id: int) -> Response:
        """It counts in no figure any more, and can be put back."""
        return tagged(_show(delete_expense(expense_named(expense_id, member=self.caller.member).pk)))


class ExpenseRestoration(ExpenseEndpoint):
    actions = {"POST": "expenses.change"}
    refusals = ()

    @extend_schema(
        operation_id="restore_expense", summary="Put a deleted expense back", request=None, responses=ShownExpense
    )
    @once
    def post(self, _request: Request, expense_id: int) -> Response:
        return tagged(_show(restore_expense(expense_named(expense_id, member=self.caller.member).pk)))


def _draft_of(held: Expense) -> ExpenseDraft:
    names = ("supplier", "amount", "tax", "rate", "note", "spent_on", "due_on", "paid_on", "product_id", "contact_id")
    category = held.category.name if held.category else ""
    return ExpenseDraft(**{name: getattr(held, name) for name in names}, category=category)


def _changed(draft: ExpenseDraft, said: dict[str, Any]) -> ExpenseDraft:
    """Put what was sent into a draft; an amount in another currency leaves the old rate and tax behind."""
    if said.get("amount", draft.amount).currency != draft.amount.currency:
        draft = replace(draft, rate=None, tax=None)
    return replace(draft, **said)


def _show(expense: Expense) -> Any:
    return ShownExpense(expense).data
