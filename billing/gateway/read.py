"""From the SDK's objects to the few facts that Mango goes by."""

from datetime import UTC, datetime
from typing import Any

import stripe
from stripe.checkout import Session

from billing.gateway.amounts import from_stripe
from billing.gateway.protocol import Account, Card, Checkout, Dispute, Payout, Refund, Taken
from tenants.kernel.money import Money

_BANK_DEBITS = {"sepa_debit", "us_bank_account", "bacs_debit", "acss_debit", "au_becs_debit", "nz_bank_account"}
_GONE = ("failed", "canceled")


def account(found: stripe.Account) -> Account:
    due = found.requirements.currently_due if found.requirements else None
    return Account(
        id=found.id,
        charges_enabled=bool(found.charges_enabled),
        payouts_enabled=bool(found.payouts_enabled),
        details_submitted=bool(found.details_submitted),
        needs=tuple(due or ()),
    )


def checkout(found: Session) -> Checkout:
    """Read a session; what was paid with and why it failed are known only when its intent came with it."""
    intent = found.payment_intent
    whole = intent if isinstance(intent, stripe.PaymentIntent) else None
    currency = (found.currency or "").upper()
    method, label = _method(whole)
    return Checkout(
        id=found.id,
        outcome=_outcome(found, whole),
        reference=found.client_reference_id or "",
        minor=from_stripe(found.amount_total or 0, currency),
        currency=currency,
        url=found.url or "",
        intent=whole.id if whole else str(intent or ""),
        method=method,
        method_label=label,
        failure=_failure(whole),
        paid_at=_paid_at(whole),
        metadata=metadata(found.metadata),
    )


def card_charge(found: stripe.PaymentIntent) -> Checkout:
    """Read a charge of a saved card; whatever is neither paid nor on its way can come to nothing any more."""
    currency = found.currency.upper()
    method, label = _method(found)
    facts = metadata(found.metadata)
    outcome = {"succeeded": "paid", "processing": "processing"}.get(found.status, "declined")
    return Checkout(
        id=found.id,
        outcome=outcome,
        reference=facts.get("mango_reference", ""),
        minor=from_stripe(found.amount, currency),
        currency=currency,
        intent=found.id,
        method=method,
        method_label=label,
        failure=_failure(found),
        decline=_decline(found) if outcome == "declined" else "",
        paid_at=_paid_at(found),
        metadata=facts,
    )


def _decline(intent: stripe.PaymentIntent) -> str:
    """Return why in one word; the bank's advice to leave it weighs more than its reason."""
    if intent.status == "requires_action":
        return "authentication_required"
    error = intent.last_payment_error
    if error is None:
        return ""
    if getattr(error, "advice_code", None) == "do_not_try_again":
        return "do_not_try_again"
    return (error.decline_code or error.code or "")[:60]


def _outcome(found: Session, intent: stripe.PaymentIntent | None) -> str:
    if found.status != "complete":
        return found.status or "open"
    if found.payment_status == "paid":
        return "paid"
    has_failed = intent is not None and intent.status in ("requires_payment_method", "canceled")
    return "failed" if has_failed else "processing"


def _method(intent: stripe.PaymentIntent | None) -> tuple[str, str]:
    charge = intent.latest_charge if intent else None
    details = charge.payment_method_details if isinstance(charge, stripe.Charge) else None
    if details is None:
        return "other", ""
    if details.type == "card" and details.card:
        return "card", f"{brand(details.card.brand)} •••• {details.card.last4}"
    return ("bank_debit" if details.type in _BANK_DEBITS else "other"), ""


def _paid_at(intent: stripe.PaymentIntent | None) -> datetime | None:
    """Return when a card was charged; of a slow way to pay, a charge says only when it was begun."""
    charge = intent.latest_charge if intent else None
    if not isinstance(charge, stripe.Charge) or charge.status != "succeeded":
        return None
    details = charge.payment_method_details
    return _instant(charge.created) if details and details.type == "card" else None


def _failure(intent: stripe.PaymentIntent | None) -> str:
    error = intent.last_payment_error if intent else None
    return (error.message or "")[:300] if error else ""


def taken(found: stripe.Charge) -> Taken:
    currency, intent = found.currency.upper(), found.payment_intent
    return Taken(
        id=found.id,
        intent=intent if isinstance(intent, str) else (intent.id if intent else found.id),
        minor=from_stripe(found.amount_captured, currency),
        refunded_minor=from_stripe(found.amount_refunded, currency),
        currency=currency,
        taken_at=datetime.fromtimestamp(found.created, tz=UTC),
        metadata=metadata(found.metadata),
    )


_BRANDS = {"amex": "American Express", "mastercard": "Mastercard", "jcb": "JCB", "unionpay": "UnionPay"}


def brand(code: str | None) -> str:
    """Return a card's brand as it stands on the card."""
    return _BRANDS.get(code or "", (code or "").replace("_", " ").title())


def card(found: stripe.PaymentMethod) -> Card:
    facts = found.card
    if facts is None:
        raise TypeError(f"{found.id} is a {found.type}, not a card.")
    return Card(found.id, brand(facts.brand), facts.last4, facts.exp_month, facts.exp_year)


def refund(found: stripe.Refund) -> Refund:
    state = found.status if found.status == "succeeded" else "failed" if found.status in _GONE else "pending"
    named = metadata(found.metadata).get("mango_refund", "")
    return Refund(found.id, from_stripe(found.amount, found.currency), state, named)


def dispute(found: stripe.Dispute) -> Dispute:
    moves = [move.amount for move in found.balance_transactions]
    intent = found.payment_intent
    return Dispute(
        id=found.id,
        intent=intent if isinstance(intent, str) else (intent.id if intent else ""),
        minor=from_stripe(found.amount, found.currency),
        is_withdrawn=any(amount < 0 for amount in moves),
        is_reinstated=any(amount > 0 for amount in moves),
        state=found.status,
        reason=found.reason,
        due_at=_instant(found.evidence_details.due_by),
        opened_at=_instant(found.created),
        submissions=found.evidence_details.submission_count,
        fee=_dispute_fee(found.balance_transactions),
    )


def _dispute_fee(moves: list[stripe.BalanceTransaction]) -> Money | None:
    """Add up what Stripe took for a dispute; a fee that is given back stands below zero on a move of its own.

    https://docs.stripe.com/api/disputes/object#dispute_object-balance_transactions-fee
    """
    if not moves:
        return None
    currency = moves[0].currency.upper()
    return Money(from_stripe(sum(move.fee for move in moves), currency), currency)


def fee(found: stripe.PaymentIntent) -> Money | None:
    """Read the fee of an intent that came with its charge and that charge's balance transaction."""
    charge = found.latest_charge
    booked = charge.balance_transaction if isinstance(charge, stripe.Charge) else None
    if not isinstance(booked, stripe.BalanceTransaction):
        return None
    currency = booked.currency.upper()
    return Money(from_stripe(booked.fee, currency), currency)


def payout(found: stripe.Payout) -> Payout:
    currency = found.currency.upper()
    return Payout(
        id=found.id,
        minor=from_stripe(found.amount, currency),
        currency=currency,
        state=found.status,
        arrives_on=datetime.fromtimestamp(found.arrival_date, UTC).date(),
    )


def _instant(seconds: int | None) -> datetime | None:
    """Read a moment; Stripe's 0 means that there is none."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def metadata(found: Any) -> dict[str, str]:
    """Read metadata, which the SDK gives as an object of its own."""
    return found.to_dict() if isinstance(found, stripe.StripeObject) else dict(found or {})
