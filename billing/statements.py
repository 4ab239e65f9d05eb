"""A statement on paper and as a table for a spreadsheet, with the same numbers as the page."""

import io
from typing import Any

from defusedcsv import csv
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import LedgerEntry
from billing.selectors.lines import AccountLine
from billing.selectors.statements import Statement, ageing_of
from billing.typesetting import typeset
from crm.models import Contact
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.links import business_url

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def statement_pdf(contact: Contact, statement: Statement) -> bytes:
    """Return a statement as PDF. One that reaches to today says how late what is due is, and where to pay."""
    business = require_business()
    with override(business.locale):
        facts = _facts(business, contact, statement) | _what_is_due(business, contact, statement)
    return typeset("statement.typ", facts, business, made_at=clock.now())


def statement_csv(statement: Statement) -> str:
    """Return a statement's lines, oldest first: plain amounts with a point, days as ISO 8601, no live formulas."""
    with override(require_business().locale):
        rows = [[_("Day"), _("Kind"), _("What"), _("Why"), _("Currency"), _("Amount"), _("Balance")]]
        rows += [_row(line) for line in statement.lines]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return BYTE_ORDER_MARK + text.getvalue()


def statement_filename(contact: Contact, statement: Statement, ending: str, *, names_currency: bool = False) -> str:
    """Return what the file is called; where there is one for each currency, that is in its name."""
    period, currency = statement.period, f" {statement.closing.currency}" if names_currency else ""
    days = f"{period.since:%Y-%m-%d} {period.until:%Y-%m-%d}"
    return f"{_('Statement')} {contact.display_name} {days}{currency}.{ending}"


def note_of(line: AccountLine) -> str:
    """Return what stands under a line: why it was charged, how it was paid, what became of it."""
    if line.kind == LedgerEntry.Kind.PAYMENT and line.entry.payment is not None:
        payment = line.entry.payment
        parts = (str(payment.get_method_display()), payment.receipt_name)
        return " · ".join(part for part in parts if part and part != line.description)
    if line.kind == LedgerEntry.Kind.CHARGE:
        return line.reason
    return line.note


def _row(line: AccountLine) -> list[str]:
    amounts = [str(line.amount.amount), str(line.balance.amount)]
    return [
        line.effective_on.isoformat(),
        line.kind_name,
        line.description,
        line.reason,
        line.amount.currency,
        *amounts,
    ]


def _facts(business: BusinessSnapshot, contact: Contact, statement: Statement) -> dict[str, Any]:
    locale, period = business.locale, statement.period
    between = _("%(first)s to %(last)s") % {
        "first": long_date(period.since, locale=business.locale),
        "last": long_date(period.until, locale=business.locale),
    }
    return {
        "title": _("Account statement"),
        "details": [
            [_("Account of"), contact.display_name],
            [_("Period"), between],
            [_("Made on"), long_date(clock.today(business.time_zone), locale=business.locale)],
        ],
        "sums": [
            [_("Opening balance"), statement.opening.format(locale)],
            [_("Charged"), statement.charged.format(locale)],
            [_("Paid and credited"), statement.credited.format(locale)],
            [_("Closing balance"), statement.closing.format(locale)],
        ],
        "opening": statement.opening.format(locale),
        "closing": statement.closing.format(locale),
        "lines": [_line(business, line) for line in statement.lines],
        "words": {
            "day": _("Day"),
            "what": _("What"),
            "amount": _("Amount"),
            "balance": _("Balance"),
            "opening": _("Opening balance"),
            "closing": _("Closing balance"),
            "ageing": _("What is due"),
            "footer": f"{business.name} · {_('Account statement')} · {between}",
        },
        "ageing": [],
        "pay": "",
        "pay_url": business_url("/pay/"),
    }


def _line(business: BusinessSnapshot, line: AccountLine) -> dict[str, str]:
    return {
        "day": long_date(line.effective_on, locale=business.locale),
        "what": line.description,
        "note": note_of(line),
        "amount": line.amount.format(business.locale),
        "balance": line.balance.format(business.locale),
    }


def _what_is_due(business: BusinessSnapshot, contact: Contact, statement: Statement) -> dict[str, Any]:
    ages = ageing_of(contact.pk, statement.closing.currency)
    if statement.period.until < clock.today(business.time_zone) or not ages:
        return {}
    pay = _("Pay online: %(link)s") % {"link": business_url("/pay/")} if business.charges_enabled else ""
    return {"ageing": [[str(age.label), age.due.format(business.locale)] for age in ages if age.due], "pay": pay}
