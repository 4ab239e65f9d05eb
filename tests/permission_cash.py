"""The rows of expenses, cash flow and profit, for tests/permission_table.py."""

import uuid

from django.core.files.base import ContentFile

from billing.services.expense_receipts import add_receipt
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import ExpenseDraft, save_expense
from tenants.kernel.money import Money
from tenants.uploads import examined
from tests.permission_answers import Row, Scene, api, workspace


def expense_of(contact_id: int) -> dict[str, int]:
    """A bill that was for a contact: whoever does not see them does not see it."""
    draft = ExpenseDraft(supplier="Flour mill", amount=Money(12_000, "EUR"), contact_id=contact_id)
    return {"expense_id": save_expense(draft=draft).pk}


def receipt_of(scene: Scene) -> dict[str, int]:
    found = expense_of(scene.contact_id)
    paper = examined(ContentFile(uuid.uuid4().hex.encode(), name="receipt.txt"))
    return {**found, "receipt_id": add_receipt(found["expense_id"], upload=paper).pk}


def rule_of(scene: Scene) -> dict[str, int]:
    draft = ExpenseDraft(supplier="Landlord", amount=Money(90_000, "EUR"), contact_id=scene.contact_id)
    made = repeat_expense(draft=draft, interval="month", until=None)
    return {"rule_id": made.rule_id or 0}


_BOOKS = {"assistant": 403}
_EXPENSE = {"args": lambda scene: expense_of(scene.contact_id)}
_LIST = "/workspace/expenses/"
_ONE = "workspace/expenses/<int:expense_id>/"
CASH = [
    Row("workspace/cash-flow/", get=workspace(200, **_BOOKS)),
    Row(
        "workspace/cash-flow/balance/", get=workspace(200, **_BOOKS), post=workspace("/workspace/cash-flow/", **_BOOKS)
    ),
    Row("workspace/profit/", get=workspace(200, **_BOOKS)),
    Row("workspace/profit/rows/", get=workspace(404, **_BOOKS)),
    Row("workspace/profit.csv", get=workspace(200, **_BOOKS)),
    Row("workspace/expenses/", get=workspace(200, **_BOOKS)),
    Row("workspace/expenses.csv", get=workspace(200, **_BOOKS)),
    Row("workspace/expenses/new/", get=workspace(200, **_BOOKS), post=workspace(422, **_BOOKS)),
    Row("workspace/expenses/recurring/", get=workspace(200, **_BOOKS)),
    Row(
        "workspace/expenses/recurring/<int:rule_id>/",
        get=workspace(200, **_BOOKS),
        post=workspace(422, **_BOOKS),
        args=rule_of,
    ),
    Row(
        "workspace/expenses/recurring/<int:rule_id>/end/",
        post=workspace("/workspace/expenses/recurring/", **_BOOKS),
        args=rule_of,
    ),
    Row(_ONE, get=workspace(200, **_BOOKS), post=workspace(422, **_BOOKS), **_EXPENSE),
    Row(_ONE + "payment/", post=workspace(_LIST, **_BOOKS), **_EXPENSE),
    Row(_ONE + "deletion/", post=workspace(_LIST, **_BOOKS), **_EXPENSE),
    Row(_ONE + "restoration/", post=workspace(_LIST, **_BOOKS), **_EXPENSE),
    Row(_ONE + "receipts/<int:receipt_id>/", get=workspace("/media/", **_BOOKS), args=receipt_of),
    Row(
        _ONE + "receipts/<int:receipt_id>/deletion/", post=workspace("/workspace/expenses/", **_BOOKS), args=receipt_of
    ),
]
_API = "api/v1/expenses/"
CASH_API = [
    Row("api/v1/cash-flow/", get=api(200, **_BOOKS)),
    Row("api/v1/profit/", get=api(200, **_BOOKS)),
    Row(_API, get=api(200, **_BOOKS), post=api(422, **_BOOKS)),
    Row(
        _API + "<int:expense_id>/",
        get=api(200, **_BOOKS),
        patch=api(200, **_BOOKS),
        delete=api(200, **_BOOKS),
        **_EXPENSE,
    ),
    Row(_API + "<int:expense_id>/restoration/", post=api(200, **_BOOKS), **_EXPENSE),
]
