"""Quotes: written, sent as they are, and answered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from billing.errors import AmountNotPositive
from billing.errors.quotes import QuoteDayOver, QuoteDecided, QuoteDepositTooLarge, QuoteEmpty
from billing.models import Quote, QuoteLine, QuoteVersion
from billing.selectors.quotes import quote_named, said_of, today
from billing.selectors.rates import rate_on
from billing.services.ledger import lock_account
from billing.services.pricing import Discount, price_line
from billing.services.quote_mail import send_quote_mail
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business

State = Quote.State


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLineDraft:
    """A line; rates and discount in per cent. An optional one is taken only if the customer ticks it."""

    description: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    unit: str = ""
    discount_percent: Decimal = Decimal(0)
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    is_optional: bool = False
    product_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDraft:
    """What is offered, in the currency of its lines; ``deposit`` is asked for once it is accepted."""

    lines: Sequence[QuoteLineDraft]
    valid_until: date
    notes: str = ""
    deposit: Money | None = None


@transaction.atomic
def new_quote(*, contact_id: int, draft: QuoteDraft, by: User | None = None, request_key: UUID | None = None) -> Quote:
    """Write a quote, which nobody sees yet. The same ``request_key`` again returns the one it made the first time."""
    contact = lock_account(contact_id)
    known = Quote.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    quote = Quote(contact=contact, created_by_name=by.name if by else "", request_key=request_key)
    _write(quote, draft)
    record("quote.drafted", quote, contact_id=contact.pk, amount=_shown(quote))
    return quote


@transaction.atomic
def change_quote(*, quote_id: int, draft: QuoteDraft) -> Quote:
    """Write a quote anew. One that was sent is a draft again: its customer answers it once it has been sent anew."""
    quote = locked_quote(quote_id)
    _refuse_decided(quote)
    quote.state = State.DRAFT
    _write(quote, draft)
    return quote


@transaction.atomic
def send_quote(*, quote_id: int) -> Quote:
    """Give a draft its number and version, keep what it says, and mail it. One that is sent already stays as it is."""
    quote = locked_quote(quote_id)
    _refuse_decided(quote)
    if quote.state == State.SENT:
        return quote
    if quote.valid_until < today():
        raise QuoteDayOver
    rate_on(quote.currency, today())  # a currency without a rate could never be accepted
    quote.number = quote.number or _next_number()
    quote.state, quote.sent_at, quote.version = State.SENT, clock.now(), quote.version + 1
    quote.save(update_fields=["number", "state", "sent_at", "version"])
    QuoteVersion.objects.create(quote=quote, version=quote.version, said=said_of(quote), sent_at=quote.sent_at)
    record("quote.sent", quote, contact_id=quote.contact_id, number=quote.name, amount=_shown(quote))
    send_quote_mail(quote)
    return quote


@transaction.atomic
def withdraw_quote(*, quote_id: int) -> Quote:
    """Take a quote back: it can be read and not accepted. What was decided stays so."""
    quote = locked_quote(quote_id)
    if quote.state == State.WITHDRAWN:
        return quote
    _refuse_decided(quote)
    if quote.state == State.DRAFT and not quote.version:
        quote.delete()
        return quote
    if quote.state == State.DRAFT:
        _say_again(quote, quote.versions.latest("version").said)
    quote.state, quote.decided_at = State.WITHDRAWN, clock.now()
    quote.save(update_fields=["state", "decided_at"])
    record("quote.withdrawn", quote, contact_id=quote.contact_id, number=quote.name)
    return quote


def price_quote(quote: Quote, drafts: Sequence[QuoteLineDraft], deposit: Money | None = None) -> list[QuoteLine]:
    """Put into a quote what lines come to, and return them; nothing is saved.

    Raises QuoteEmpty, CurrencyMismatch, AmountNotPositive, QuoteDepositTooLarge, and what price_line raises.
    """
    lines = [_line(position, line) for position, line in enumerate(drafts)]
    firm = [line for line in lines if not line.is_optional]
    if not firm:
        raise QuoteEmpty
    quote.currency = _currency_of(drafts)
    quote.net_minor = sum(line.net_minor for line in firm)
    quote.tax_minor = sum(line.tax_minor for line in firm)
    quote.amount_minor = quote.net_minor + quote.tax_minor
    quote.deposit_minor = _deposit(deposit, quote)
    for line in lines:
        line.quote = quote
    return lines


def locked_quote(quote_id: int) -> Quote:
    """Return a quote that nobody else changes until the transaction ends."""
    lock_account(quote_named(quote_id).contact_id)
    return quote_named(quote_id)


def _refuse_decided(quote: Quote) -> None:
    if quote.is_decided:
        raise QuoteDecided(state=str(quote.get_state_display()).lower())


def _write(quote: Quote, draft: QuoteDraft) -> None:
    lines = price_quote(quote, draft.lines, draft.deposit)
    quote.valid_until, quote.notes = draft.valid_until, draft.notes
    quote.save()
    quote.lines.all().delete()
    QuoteLine.objects.bulk_create(lines)


def _say_again(quote: Quote, said: dict[str, Any]) -> None:
    """Let a quote say what was sent last; what was being written nobody has seen, and nobody is to see it."""
    for name in ("currency", "notes", "net_minor", "tax_minor", "amount_minor", "deposit_minor"):
        setattr(quote, name, said[name])
    quote.valid_until = date.fromisoformat(said["valid_until"])
    quote.save()
    quote.lines.all().delete()
    QuoteLine.objects.bulk_create(QuoteLine(quote=quote, **line) for line in said["lines"])


def _currency_of(drafts: Sequence[QuoteLineDraft]) -> str:
    first, *others = [line.unit_price.currency for line in drafts]
    for other in others:
        if other != first:
            raise CurrencyMismatch(one=other, other=first)
    return first


def _deposit(deposit: Money | None, quote: Quote) -> int:
    minor = deposit.minor if deposit else 0
    if minor < 0:
        raise AmountNotPositive
    if minor >= quote.amount_minor:
        raise QuoteDepositTooLarge
    return minor


def _line(position: int, line: QuoteLineDraft) -> QuoteLine:
    price = price_line(
        unit_price=line.unit_price,
        quantity=line.quantity,
        tax_rate=line.tax_rate,
        tax_inclusive=line.tax_inclusive,
        discount=Discount(percent=line.discount_percent),
    )
    return QuoteLine(
        position=position,
        product_id=line.product_id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_minor=line.unit_price.minor,
        discount_percent=line.discount_percent,
        tax_rate=line.tax_rate,
        tax_inclusive=line.tax_inclusive,
        net_minor=price.net.minor,
        tax_minor=price.tax.minor,
        amount_minor=price.gross.minor,
        is_optional=line.is_optional,
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_quote_counter (id, last_number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET last_number = billing_quote_counter.last_number + 1"
            " RETURNING last_number"
        )
        (number,) = cursor.fetchone()
    return int(number)


def _shown(quote: Quote) -> str:
    return quote.amount.format(require_business().locale)
