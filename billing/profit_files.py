"""Profit as a table for a spreadsheet: sums, or the rows that make one of them."""

import io
from collections.abc import Iterable

from defusedcsv import csv
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.profit_words import KINDS
from billing.selectors.profit import Group, Profit
from billing.selectors.profit_parts import Part
from billing.statements import BYTE_ORDER_MARK
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


def profit_csv(found: Profit) -> str:
    """Return sums as CSV, plain amounts with a point; the last line is the total, and what has no rate follows."""
    with override(require_business().locale):
        rows = [
            [_("What"), _("Currency"), _("Charged"), _("Let go"), _("Cost"), _("Fees"), _("Expenses"), _("Profit")],
            *(_sums(group.label, group) for group in found.groups),
            _sums(_("In all"), found.total),
            *([_("Apart, without a rate"), money.currency, *[""] * 5, str(money.amount)] for money in found.apart),
        ]
    return _text(rows)


def parts_csv(parts: Iterable[Part]) -> str:
    currency = require_business().currency
    with override(require_business().locale):
        rows = [[_("Day"), _("Kind"), _("What"), _("Currency"), _("Amount")]]
        rows += [
            [part.day.isoformat(), str(KINDS[part.kind]), part.text, currency, str(Money(part.minor, currency).amount)]
            for part in parts
        ]
    return _text(rows)


def _sums(label: str, group: Group) -> list[str]:
    amounts = (group.charged, group.let_go, group.cost, group.fees, group.expenses, group.profit)
    return [label, require_business().currency, *(str(money.amount) for money in amounts)]


def _text(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return BYTE_ORDER_MARK + text.getvalue()
