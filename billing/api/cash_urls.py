"""The API's addresses of expenses, cash flow and profit."""

from django.urls import path

from billing.api import cash, expenses

urlpatterns = [
    path("cash-flow/", cash.CashFlow.as_view(), name="cash_flow"),
    path("profit/", cash.ProfitOf.as_view(), name="profit"),
    path("expenses/", expenses.Expenses.as_view(), name="expenses"),
    path("expenses/<int:expense_id>/", expenses.OneExpense.as_view(), name="expense"),
    path("expenses/<int:expense_id>/restoration/", expenses.ExpenseRestoration.as_view(), name="expense_restoration"),
]
