"""A quote on paper, with the numbers of the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import Quote, QuoteLine
from billing.typesetting import typeset
from tenants.kernel.dates import long_date
from tenants.kernel.money import Money
from tenants.kernel.scope import BusinessSnapshot, require_business


def quote_pdf(quote: Quote) -> bytes:
    business = require_business()
    with override(business.locale):
        facts = _facts(business, quote)
    return typeset("quote.typ", facts, business, made_at=quote.decided_at or quote.sent_at or quote.created_at)


def _facts(business: BusinessSnapshot, quote: Quote) -> dict[str, Any]:
    def shown(minor: int) -> str:
        return Money(minor, quote.currency).format(business.locale)

    lines = quote.lines.select_related("quote").order_by("position")
    title = _("Quote %(number)s") % {"number": quote.name} if quote.name else _("Draft of a quote")
    return {
        "title": title,
        "details": [
            [_("For"), quote.contact.display_name],
            [_("Good until"), long_date(quote.valid_until, locale=business.locale)],
            *([[_("Deposit"), shown(quote.deposit_minor)]] if quote.deposit_minor else []),
        ],
        "lines": [_line(line, shown) for line in lines],
        "sums": [[_("Without tax"), shown(quote.net_minor)], [_("Tax"), shown(quote.tax_minor)]],
        "total": shown(quote.amount_minor),
        "notes": quote.notes,
        "agreement": quote.agreement,
        "words": {
            "what": _("What"),
            "amount": _("Amount"),
            "total": _("Total"),
            "optional": _("Optional, in the total only if chosen"),
            "agreed": _("Accepted"),
            "footer": f"{business.name} · {quote.name}" if quote.name else business.name,
        },
    }


def _line(line: QuoteLine, shown: Any) -> dict[str, Any]:
    quantity = f"{line.quantity.normalize():f}"
    made_of = f"{quantity} {line.unit}".strip() + f" \N{MULTIPLICATION SIGN} {shown(line.unit_price_minor)}"
    if line.discount_percent:
        made_of += f" \N{MINUS SIGN} {line.discount_percent.normalize():f} %"
    return {
        "what": line.description,
        "made_of": made_of,
        "amount": shown(line.amount_minor),
        "is_optional": line.is_optional and line.charge_id is None,
    }
