"""Quotes of the demo, in the states that a list of them has."""

from datetime import timedelta
from decimal import Decimal

from billing.models import Quote
from billing.services.quote_answers import Acceptance, accept_quote, decline_quote
from billing.services.quotes import QuoteDraft, QuoteLineDraft, new_quote, send_quote
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Item, Trade
from crm.models import Customer
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money

SOLD = slice(2, 5)
"""Which things of the catalogue are quoted."""


def offer(trade: Trade) -> None:
    """One waits for the first of the cast; others are drafted, accepted, declined and too old."""
    owner = User.objects.get(username=trade.team[0].username)
    cast = [person.username for person, _sketch in trade.cast]
    customers = Customer.objects.select_related("user", "contact")
    rest = list(customers.exclude(user__username__in=cast).order_by("contact_id")[:4])
    others = (rest * 4)[:4]  # a small trade has fewer, who take turns
    with acting(owner):
        _quote(trade, customers.get(user__username=cast[0]), owner, ago=2)
        _quote(trade, others[0], owner, ago=1, is_sent=False)
        accepted = _quote(trade, others[1], owner, ago=12)
        declined = _quote(trade, others[2], owner, ago=20)
        _quote(trade, others[3], owner, ago=45)
    with acting(others[1].user):
        said = Acceptance(name=others[1].user.name, version=1, address="192.0.2.24")
        accept_quote(contact_id=accepted.contact_id, quote_id=accepted.pk, acceptance=said)
    with acting(others[2].user):
        reason = "The date has moved, we will ask again in spring."
        decline_quote(contact_id=declined.contact_id, quote_id=declined.pk, reason=reason)


def _quote(trade: Trade, customer: Customer, owner: User, *, ago: int, is_sent: bool = True) -> Quote:
    at = clock.now() - timedelta(days=ago)
    lines = [_line(trade, item, is_optional=place > 0) for place, item in enumerate(trade.catalogue[SOLD])]
    draft = QuoteDraft(
        lines=lines,
        valid_until=at.date() + timedelta(days=30),
        notes="We hold the date for you while this quote is good.",
        deposit=Money.of(Decimal(50), trade.currency),
    )
    with happening_at(at):
        quote = new_quote(contact_id=customer.contact_id, draft=draft, by=owner)
        return send_quote(quote_id=quote.pk) if is_sent else quote


def _line(trade: Trade, item: Item, *, is_optional: bool) -> QuoteLineDraft:
    return QuoteLineDraft(
        description=item.name,
        unit_price=Money.of(Decimal(item.price), trade.currency),
        unit=item.unit,
        tax_rate=Decimal(item.tax),
        is_optional=is_optional,
    )
