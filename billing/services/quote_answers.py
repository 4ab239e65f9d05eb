"""What a customer answers to a quote: a name and a time make it charges, once; or a reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, override

from billing.errors.quotes import QuoteChanged, QuoteExpired, QuoteNameMissing, QuoteNotOpen, QuoteReasonMissing
from billing.models import Charge, Quote, QuoteLine
from billing.selectors.quotes import quote_of
from billing.services.charges import ChargeDraft, add_charge
from billing.services.ledger import lock_account
from billing.services.pricing import Discount
from billing.services.quote_invoices import due_day_of, invoice_accepted
from billing.services.quote_mail import tell_of_answer
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who accepts which version, with which of its optional lines, and from where."""

    name: str
    version: int
    option_ids: Sequence[int] = ()
    address: str | None = None


@transaction.atomic
def accept_quote(*, contact_id: int, quote_id: int, acceptance: Acceptance) -> Quote:
    """Put what was accepted on the account, and on an invoice where the business wants one.

    Accepted before, it is returned as it is.
    Raises QuoteNameMissing, QuoteNotOpen, QuoteExpired, and QuoteChanged when it was sent anew while they were reading.
    """
    quote = _locked(contact_id, quote_id)
    if quote.state == Quote.State.ACCEPTED:
        return quote
    name = " ".join(acceptance.name.split())[:150]
    if not name:
        raise QuoteNameMissing
    _refuse_closed(quote)
    if quote.version != acceptance.version:
        raise QuoteChanged
    lines = [
        line for line in quote.lines.order_by("position") if not line.is_optional or line.pk in acceptance.option_ids
    ]
    _settle_sums(quote, lines)
    quote.state, quote.decided_at = Quote.State.ACCEPTED, clock.now()
    quote.accepted_name, quote.accepted_from = name, acceptance.address
    quote.agreement = _agreement(quote, lines, name)
    quote.save()
    charges = _charge(quote, lines)
    record(
        "quote.accepted", quote, contact_id=quote.contact_id, number=quote.name, amount=_shown(quote.amount), name=name
    )
    invoice_accepted(quote, charges)
    tell_of_answer(quote)
    return quote


@transaction.atomic
def decline_quote(*, contact_id: int, quote_id: int, reason: str) -> Quote:
    """Say no, and why; declined before, it is returned as it is."""
    quote = _locked(contact_id, quote_id)
    if quote.state == Quote.State.DECLINED:
        return quote
    if not reason.strip():
        raise QuoteReasonMissing
    if quote.state != Quote.State.SENT:
        raise QuoteNotOpen
    quote.state, quote.decided_at = Quote.State.DECLINED, clock.now()
    quote.decline_reason = reason.strip()[:500]
    quote.save()
    record("quote.declined", quote, contact_id=quote.contact_id, number=quote.name, reason=quote.decline_reason)
    tell_of_answer(quote)
    return quote


def _locked(contact_id: int, quote_id: int) -> Quote:
    quote_of(contact_id, quote_id)
    lock_account(contact_id)
    return quote_of(contact_id, quote_id)


def _refuse_closed(quote: Quote) -> None:
    if quote.state != Quote.State.SENT:
        raise QuoteNotOpen
    if quote.is_expired:
        raise QuoteExpired(day=long_date(quote.valid_until, locale=require_business().locale))


def _settle_sums(quote: Quote, lines: Sequence[QuoteLine]) -> None:
    quote.net_minor = sum(line.net_minor for line in lines)
    quote.tax_minor = sum(line.tax_minor for line in lines)
    quote.amount_minor = quote.net_minor + quote.tax_minor


def _agreement(quote: Quote, lines: Sequence[QuoteLine], name: str) -> str:
    business = require_business()
    with override(business.locale):
        return gettext(
            "%(name)s accepts quote %(number)s (version %(version)s) of %(business)s over %(amount)s: %(what)s."
        ) % {
            "name": name,
            "number": quote.name,
            "version": quote.version,
            "business": business.name,
            "amount": _shown(quote.amount),
            "what": "; ".join(line.description for line in lines),
        }


def _charge(quote: Quote, lines: Sequence[QuoteLine]) -> list[Charge]:
    """Make each line a charge; the deposit is shared out over them. What was accepted says no word of the usual one."""
    charges = []
    deposits = quote.deposit.split([line.amount_minor for line in lines])
    due_on = due_day_of(quote)
    for line, deposit in zip(lines, deposits, strict=True):
        asked = Money(max(0, min(deposit.minor, line.amount_minor - 1)), quote.currency)
        draft = ChargeDraft(
            description=line.description,
            unit_price=Money(line.unit_price_minor, quote.currency),
            quantity=line.quantity,
            unit=line.unit,
            discount=Discount(percent=line.discount_percent),
            tax_rate=line.tax_rate,
            tax_inclusive=line.tax_inclusive,
            reason=quote.name,
            due_on=due_on,
            product_id=line.product_id,
            cost=line.product.cost if line.product else None,
            deposit=asked,
        )
        charge = add_charge(contact_id=quote.contact_id, draft=draft)
        QuoteLine.objects.filter(pk=line.pk).update(charge=charge)
        charges.append(charge)
    return charges


def _shown(amount: Money) -> str:
    return amount.format(require_business().locale)
