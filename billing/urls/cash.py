"""Expenses, cash flow and profit."""

from django.urls import path

from billing.views import cash_flow, expense_papers, expenses, profit

urlpatterns = [
    path("workspace/cash-flow/", cash_flow.cash_flow, name="cash_flow"),
    path("workspace/cash-flow/balance/", cash_flow.bank_balance, name="bank_balance"),
    path("workspace/profit/", profit.profit_page, name="profit"),
    path("workspace/profit/rows/", profit.profit_rows, name="profit_rows"),
    path("workspace/profit.csv", profit.profit_table, name="profit_table"),
    path("workspace/expenses/", expenses.expense_list, name="expense_list"),
    path("workspace/expenses.csv", expenses.expense_csv, name="expense_csv"),
    path("workspace/expenses/new/", expenses.expense_new, name="expense_new"),
    path("workspace/expenses/recurring/", expense_papers.expense_rules, name="expense_rules"),
    path("workspace/expenses/recurring/<int:rule_id>/", expense_papers.expense_rule, name="expense_rule"),
    path("workspace/expenses/recurring/<int:rule_id>/end/", expense_papers.expense_rule_end, name="expense_rule_end"),
    path("workspace/expenses/<int:expense_id>/", expenses.expense, name="expense"),
    path("workspace/expenses/<int:expense_id>/payment/", expenses.expense_payment, name="expense_payment"),
    path("workspace/expenses/<int:expense_id>/deletion/", expenses.expense_deletion, name="expense_deletion"),
    path("workspace/expenses/<int:expense_id>/restoration/", expenses.expense_restoration, name="expense_restoration"),
    path(
        "workspace/expenses/<int:expense_id>/receipts/<int:receipt_id>/",
        expense_papers.expense_receipt,
        name="expense_receipt",
    ),
    path(
        "workspace/expenses/<int:expense_id>/receipts/<int:receipt_id>/deletion/",
        expense_papers.expense_receipt_deletion,
        name="expense_receipt_deletion",
    ),
]
