"""The API's addresses of expenses, cash flow and profit."""

from django.urls import path

from billing.api import expenses

urlpatterns = [
    path("expenses/", expenses.Expenses.as_view(), name="expenses"),
    path("expenses/<int:expense_id>/", expenses.OneExpense.as_view(), name="expense"),
    path("expenses/<int:expense_id>/restoration/", expenses.ExpenseRestoration.as_view(), name="expense_restoration"),
]
