"""Quotes as the team and the customer look at them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from billing.errors.quotes import NoSuchQuote, QuoteBeingChanged
from billing.models import Invoice, InvoiceLine, Quote
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import require_business

EXPIRED = "expired"


def today() -> date:
    return clock.today(require_business().time_zone)


def quotes(seen_by: User, state: str = "") -> QuerySet[Quote]:
    """Return quotes within a member's scope, newest first; ``state`` is one of Quote.State or "expired"."""
    found = Quote.objects.filter(sight.within(seen_by)).select_related("contact").order_by("-pk")
    if state == EXPIRED:
        return found.filter(state=Quote.State.SENT, valid_until__lt=today())
    if state == Quote.State.SENT:
        return found.filter(state=state, valid_until__gte=today())
    return found.filter(state=state) if state in Quote.State.values else found


def quote_named(quote_id: int) -> Quote:
    return _one(Quote.objects.filter(pk=quote_id))


def quotes_of(contact_id: int) -> QuerySet[Quote]:
    """Return what a contact's customers see: what was sent to them, and not what is being written."""
    return Quote.objects.filter(contact_id=contact_id).exclude(state=Quote.State.DRAFT).order_by("-pk")


def quote_of(contact_id: int, quote_id: int) -> Quote:
    """Return one of a contact's own; another contact's is as unknown as one that never was.

    Raises QuoteBeingChanged for one that was sent and is being written anew: whoever has its mail gets a word.
    """
    is_theirs = ~Q(state=Quote.State.DRAFT) | Q(version__gt=0)
    quote = _one(Quote.objects.filter(is_theirs, contact_id=contact_id, pk=quote_id))
    if quote.state == Quote.State.DRAFT:
        raise QuoteBeingChanged(number=quote.name)
    return quote


def waiting_of(contact_id: int) -> QuerySet[Quote]:
    """Return the quotes that a contact can answer now, the one whose time is over first first."""
    return quotes_of(contact_id).filter(state=Quote.State.SENT, valid_until__gte=today()).order_by("valid_until", "pk")


def invoices_of_quote(quote: Quote) -> list[Invoice]:
    """Return the drafts and invoices on which the charges of an accepted quote stand."""
    charged = InvoiceLine.objects.filter(charge__quote_line__quote=quote, is_credit=False)
    return list(Invoice.objects.filter(pk__in=charged.values("invoice")).order_by("pk"))


def said_of(quote: Quote) -> dict[str, Any]:
    """Return a quote as it is kept with each sending: plain JSON values, amounts in minor units."""
    names = ("position", "description", "quantity", "unit", "unit_price_minor", "discount_percent", "tax_rate",
             "tax_inclusive", "net_minor", "tax_minor", "amount_minor", "is_optional")  # fmt: skip
    rows = [{name: getattr(line, name) for name in names} for line in quote.lines.order_by("position")]
    lines = [{name: _plain(value) for name, value in row.items()} for row in rows]
    totals = {name: getattr(quote, name) for name in ("net_minor", "tax_minor", "amount_minor", "deposit_minor")}
    return {
        "number": quote.name,
        "currency": quote.currency,
        "valid_until": quote.valid_until.isoformat(),
        "notes": quote.notes,
        "lines": lines,
        **totals,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str) else str(value)


def _one(found: QuerySet[Quote]) -> Quote:
    quote = found.select_related("contact").first()
    if quote is None:
        raise NoSuchQuote
    return quote
