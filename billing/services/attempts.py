"""From what Stripe says of a checkout to what the books say of an attempt. Stripe's word is read, never remembered."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from billing.errors import NoSuchAttempt, PaymentOnItsWay, StripeRefused, StripeSilent
from billing.errors.autopay import CardChargeUnderWay
from billing.gateway import gateway
from billing.gateway.protocol import CardCharge, Checkout, CheckoutRequest, Line, NotDone, OutcomeUnknown, Refused
from billing.models import AttemptItem, Payment, PaymentAttempt
from billing.selectors.accounts import due_by_charge
from billing.services.autopay_runs import note_end
from billing.services.ledger import lock_account
from billing.services.payments import day_paid, succeed
from billing.services.receipts import send_receipt
from billing.services.team import tell_of_surplus
from billing.services.transfer_mail import tell_of_failure
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

State = PaymentAttempt.State
LOOK_AGAIN = timedelta(minutes=1)
CLOCKS_APART = timedelta(minutes=5)


class Contradiction(Exception):
    """Stripe says something of an attempt that cannot be true of it; a person has to look."""


def ask(attempt: PaymentAttempt) -> PaymentAttempt:
    """Ask Stripe for the attempt's page, word by word as it was written down, under its one idempotency key.

    When no answer comes the attempt is ``unknown``; to ask again is then to look it up, for Stripe answers the same
    key with what it did the first time.
    """
    try:
        found = _asked(attempt)
    except (OutcomeUnknown, NotDone) as error:
        _leave_unknown(attempt)
        raise StripeSilent from error
    except Refused as error:
        _close(attempt, State.FAILED, str(error))
        raise StripeRefused(reason=str(error)) from error
    return conclude(attempt, found)


def refresh_attempt(attempt_id: int, *, session: str = "", paid_at: datetime | None = None) -> PaymentAttempt:
    """Read the attempt's session from Stripe again and act on what it says; raises StripeSilent when it is silent.

    ``session`` is where to look when the attempt does not know, because Stripe's answer was lost; ``paid_at`` when it
    was paid, should the session not say so itself.
    """
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is None:
        raise NoSuchAttempt
    if attempt.state == State.SUCCEEDED:
        return attempt
    try:
        found = _look_up(attempt, session)
    except (OutcomeUnknown, NotDone) as error:
        raise StripeSilent from error
    except Refused as error:
        raise StripeRefused(reason=str(error)) from error
    if found is not None:
        return conclude(attempt, replace(found, paid_at=found.paid_at or paid_at))
    if attempt.expires_at < clock.now():  # it never reached Stripe, and could not be paid any more if it had
        return _close(attempt, State.EXPIRED, "")
    return attempt


def retire_attempt(attempt: PaymentAttempt) -> PaymentAttempt:
    """Close the attempt's page so that nobody pays on it; if it has been paid, that is what counts.

    Raises PaymentOnItsWay when a bank is at work on it.
    """
    if attempt.way == attempt.Way.CARD:
        return _retire_card(attempt)
    if not attempt.checkout_session:
        try:
            attempt = ask(attempt)
        except StripeRefused:
            return attempt
    if attempt.is_live:
        try:
            found = gateway().expire_checkout(account=attempt.stripe_account, session=attempt.checkout_session)
        except (OutcomeUnknown, NotDone) as error:
            raise StripeSilent from error
        attempt = conclude(attempt, found)
    if attempt.state == State.PROCESSING:
        raise PaymentOnItsWay(amount=attempt.amount.format(require_business().locale))
    return attempt


def _retire_card(attempt: PaymentAttempt) -> PaymentAttempt:
    """A card that is being charged cannot be called back: what has become of it counts, as soon as it is known."""
    attempt = refresh_attempt(attempt.pk)
    if attempt.is_live:
        raise CardChargeUnderWay(amount=attempt.amount.format(require_business().locale))
    return attempt


@transaction.atomic
def conclude(attempt: PaymentAttempt, found: Checkout) -> PaymentAttempt:
    """Bring an attempt, its payment and the ledger to where its session stands; any number of times, in any order."""
    lock_account(attempt.contact_id)
    attempt = PaymentAttempt.objects.get(pk=attempt.pk)  # as it is now that nobody else can change it
    _refuse_contradictions(attempt, found)
    if attempt.state == State.SUCCEEDED:
        return attempt
    attempt.checkout_session, attempt.failure = found.id, found.failure
    attempt.checkout_url = found.url or attempt.checkout_url
    attempt.save(update_fields=["checkout_session", "checkout_url", "failure"])
    _OUTCOMES[found.outcome](attempt, found)
    return attempt


def _opened(attempt: PaymentAttempt, _found: Checkout) -> None:
    if attempt.state in (State.CREATED, State.UNKNOWN):
        attempt.state = State.OPEN
        attempt.save(update_fields=["state"])


def _expired(attempt: PaymentAttempt, _found: Checkout) -> None:
    _end(attempt, State.EXPIRED, "")


def _processing(attempt: PaymentAttempt, found: Checkout) -> None:
    if attempt.is_live:
        attempt.state = State.PROCESSING
        attempt.save(update_fields=["state"])
        _payment(attempt, found)


def _failed(attempt: PaymentAttempt, found: Checkout) -> None:
    payment = _payment(attempt, found)
    if payment.state != Payment.State.FAILED:
        payment.state, payment.failure = Payment.State.FAILED, found.failure
        payment.save(update_fields=["state", "failure"])
        record("payment.failed", payment, contact_id=payment.contact_id, amount=_shown(payment.amount))
        tell_of_failure(payment)
    _end(attempt, State.FAILED, found.failure)


def _declined(attempt: PaymentAttempt, found: Checkout) -> None:
    """A saved card was refused; nothing of it can be paid any more."""
    attempt.decline_code = found.decline
    _end(attempt, State.FAILED, found.failure)


def _paid(attempt: PaymentAttempt, found: Checkout) -> None:
    payment = _payment(attempt, found)
    items = list(attempt.items.order_by("charge__due_on", "charge_id"))
    surplus = _surplus(attempt, items)
    _end(attempt, State.SUCCEEDED, "")
    parts = {item.charge_id: item.amount_minor for item in items}
    payment.received_on = day_paid(found.paid_at, begun_at=attempt.created_at)
    succeed(payment, charge_ids=list(parts), parts=parts)
    send_receipt(payment)
    if surplus:
        record("payment.surplus", payment, contact_id=payment.contact_id, amount=_shown(surplus))
        tell_of_surplus(payment, surplus)


_OUTCOMES = {
    "open": _opened,
    "expired": _expired,
    "processing": _processing,
    "failed": _failed,
    "declined": _declined,
    "paid": _paid,
}


def _surplus(attempt: PaymentAttempt, items: list[AttemptItem]) -> Money:
    """How much of what was paid was no longer due on the charges it was paid for."""
    due = due_by_charge(item.charge_id for item in items)
    nothing = Money.zero(attempt.currency)
    too_much = [max(0, item.amount_minor - due.get(item.charge_id, nothing).minor) for item in items]
    return Money(sum(too_much), attempt.currency)


def _payment(attempt: PaymentAttempt, found: Checkout) -> Payment:
    """Return the attempt's one payment, made the first time anything is known of it."""
    known = Payment.objects.filter(attempt=attempt).first()
    if known is not None:
        return known
    payment = Payment.objects.create(
        contact_id=attempt.contact_id,
        attempt=attempt,
        amount_minor=found.minor,
        currency=attempt.currency,
        method=found.method,
        state=Payment.State.PENDING,
        reference=found.method_label,
        recorded_by_name=attempt.payer_name,
        stripe_payment_intent=found.intent,
    )
    if found.outcome == "processing":
        record("payment.started", payment, contact_id=payment.contact_id, amount=_shown(payment.amount))
    return payment


def _refuse_contradictions(attempt: PaymentAttempt, found: Checkout) -> None:
    said = (found.reference, found.minor, found.currency)
    known = (attempt.reference, attempt.amount_minor, attempt.currency)
    if said != known:
        raise Contradiction(f"Session {found.id} says {said}, attempt {attempt.pk} says {known}.")
    if attempt.checkout_session not in ("", found.id):
        raise Contradiction(f"Attempt {attempt.pk} has session {attempt.checkout_session}, not {found.id}.")


def _asked(attempt: PaymentAttempt) -> Checkout:
    account, key = attempt.stripe_account, attempt.idempotency_key
    if attempt.way == attempt.Way.CARD:
        return gateway().charge_card(account=account, request=CardCharge(**attempt.request), key=key)
    return gateway().open_checkout(account=account, request=_request_of(attempt), key=key)


def _look_up(attempt: PaymentAttempt, session: str) -> Checkout | None:
    known = attempt.checkout_session or session
    if attempt.way == attempt.Way.CARD:
        return _look_up_charge(attempt, known)
    if known:
        return gateway().checkout(account=attempt.stripe_account, session=known)
    return gateway().find_checkout(
        account=attempt.stripe_account, reference=attempt.reference, since=attempt.created_at - CLOCKS_APART
    )


def _look_up_charge(attempt: PaymentAttempt, known: str) -> Checkout | None:
    if known:
        return gateway().card_charge(account=attempt.stripe_account, intent=known)
    return gateway().find_card_charge(
        account=attempt.stripe_account,
        customer=attempt.request["customer"],
        reference=attempt.reference,
        since=attempt.created_at - CLOCKS_APART,
    )


def _request_of(attempt: PaymentAttempt) -> CheckoutRequest:
    written: dict[str, Any] = dict(attempt.request)
    written["lines"] = tuple(Line(**line) for line in written["lines"])
    return CheckoutRequest(**written)


@transaction.atomic
def _leave_unknown(attempt: PaymentAttempt) -> None:
    """Only an attempt that nobody else has heard of in the meantime."""
    if PaymentAttempt.objects.filter(pk=attempt.pk, state=State.CREATED).update(state=State.UNKNOWN):
        enqueue("billing.settle_unknown", due_at=clock.now() + LOOK_AGAIN, attempt_id=attempt.pk)


@transaction.atomic
def _close(attempt: PaymentAttempt, state: str, failure: str) -> PaymentAttempt:
    """End an attempt of which Stripe says nothing more, unless it has ended meanwhile."""
    lock_account(attempt.contact_id)
    attempt = PaymentAttempt.objects.get(pk=attempt.pk)
    if attempt.is_live:
        _end(attempt, state, failure)
    return attempt


def _end(attempt: PaymentAttempt, state: str, failure: str) -> None:
    has_changed = attempt.state != state
    attempt.state, attempt.failure = state, failure[:300]
    attempt.save(update_fields=["state", "failure", "decline_code"])
    AttemptItem.objects.filter(attempt=attempt).update(is_live=False)
    if has_changed and attempt.autopay_run_id:
        note_end(attempt)


def _shown(amount: Money) -> str:
    return amount.format(require_business().locale)
