"""Expenses as a table for a spreadsheet."""

import io
from collections.abc import Iterable

from defusedcsv import csv
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import Expense
from billing.selectors.base import in_base
from billing.statements import BYTE_ORDER_MARK
from tenants.kernel.scope import require_business


def expenses_csv(found: Iterable[Expense]) -> str:
    """Return expenses as CSV: plain amounts with a point, days as ISO 8601, no live formulas."""
    base = require_business().currency
    with override(require_business().locale):
        rows = [
            [
                _("Date"), _("Paid to"), _("Category"), _("Note"), _("Currency"), _("Amount"), _("Tax"), _("Rate"),
                _("Net in %(base)s") % {"base": base}, _("Due on"), _("Paid on"), _("Product"), _("Contact"),
            ]
        ]  # fmt: skip
    rows += [_row(expense) for expense in found]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _row(expense: Expense) -> list[str]:
    net = in_base(expense.net.minor, expense.currency, expense.rate)
    return [
        expense.spent_on.isoformat(),
        expense.supplier,
        expense.category.name if expense.category else "",
        expense.note,
        expense.currency,
        str(expense.amount.amount),
        str(expense.tax.amount),
        "" if expense.rate is None else f"{expense.rate.normalize():f}",
        "" if net is None else str(net.amount),
        expense.due_on.isoformat(),
        expense.paid_on.isoformat() if expense.paid_on else "",
        expense.product.name if expense.product else "",
        expense.contact.display_name if expense.contact else "",
    ]
