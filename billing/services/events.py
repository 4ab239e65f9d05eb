"""What an event means. It is a nudge: the object it names is read from Stripe again, and that is what counts."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from billing.gateway import gateway
from billing.gateway.protocol import GatewayError
from billing.inbox.models import StripeEvent
from billing.models import Payment, PaymentAttempt, SavedCard, StripeCustomer
from billing.services.attempts import Contradiction, refresh_attempt
from billing.services.cards import follow_cards
from billing.services.connect import refresh_account
from billing.services.disputes import follow_dispute
from billing.services.payouts import refresh_payouts
from billing.services.refunds import follow_refunds
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.jobs.runner import MAX_ATTEMPTS, RetryLater
from tenants.kernel.scope import require_business

Object = dict[str, Any]
_PAID = ("checkout.session.async_payment_succeeded", "payment_intent.succeeded")
"""Events of the instant at which a payment succeeded, however slow its way."""


def handle_event(event_pk: int) -> None:
    """Let an event take its effect once. What contradicts our books is set aside; what fails is tried again."""
    event = StripeEvent.objects.get(pk=event_pk)
    if event.state not in (StripeEvent.State.PENDING, StripeEvent.State.DEAD):  # a person had dead work tried again
        return
    try:
        _take_effect(event)
    except Contradiction as contradiction:
        _set_aside(event, str(contradiction))
    except (GatewayError, MangoError) as error:
        _note_failure(event, error)
        raise RetryLater(f"{type(error).__name__}: {error}") from error
    except Exception as error:
        _note_failure(event, error)
        raise
    else:
        StripeEvent.objects.filter(pk=event.pk).update(
            state=StripeEvent.State.DONE, handled_at=clock.now(), attempts=event.attempts + 1, error=""
        )


def _take_effect(event: StripeEvent) -> None:
    if event.account != require_business().stripe_account:
        raise Contradiction(f"The event is for {event.account}, which is not this business's account.")
    thing: Object = event.payload["data"]["object"]
    named = (thing.get("metadata") or {}).get("mango_business")
    if named is not None and named != str(require_business().id):
        raise Contradiction(f"The metadata names business {named}.")
    if event.type in _PAID:
        _refresh_named(thing, paid_at=_told_at(event))
        return
    for prefix, handler in _HANDLERS.items():
        if event.type.startswith(prefix):
            handler(thing)
            return


def _on_session(session: Object) -> None:
    if session.get("mode") == "setup":
        _on_card(session)
    else:
        _refresh_named(session)


def _on_intent(intent: Object) -> None:
    _refresh_named(intent)


def _on_refund(thing: Object) -> None:
    """A charge or a refund: both name the payment intent."""
    payment = _payment_of(thing.get("payment_intent"))
    if payment is not None:
        account = require_business().stripe_account
        follow_refunds(payment, gateway().refunds(account=account, intent=payment.stripe_payment_intent))


def _on_dispute(dispute: Object) -> None:
    payment = _payment_of(dispute.get("payment_intent"))
    if payment is not None:
        follow_dispute(payment, dispute["id"])


def _on_card(thing: Object) -> None:
    """A card, or the saving of one: whose it is, its cards are read again."""
    owner = StripeCustomer.objects.filter(
        customer=thing.get("customer") or "", stripe_account=require_business().stripe_account
    )
    known = owner.first() or SavedCard.objects.filter(method=thing["id"]).first()
    if known is not None:
        follow_cards(known.contact_id)


def _on_account(account: Object) -> None:
    if account.get("id") == require_business().stripe_account:
        refresh_account()


def _on_payout(_payout: Object) -> None:
    refresh_payouts()


_HANDLERS: dict[str, Callable[[Object], None]] = {
    "checkout.session.": _on_session,
    "payment_intent.": _on_intent,
    "charge.refund": _on_refund,
    "refund.": _on_refund,
    "charge.dispute.": _on_dispute,
    "account.updated": _on_account,
    "payout.": _on_payout,
    "payment_method.": _on_card,
    "setup_intent.": _on_card,
}


def _told_at(event: StripeEvent) -> datetime | None:
    created = event.payload.get("created")
    return datetime.fromtimestamp(created, UTC) if created else None


def _refresh_named(thing: Object, *, paid_at: datetime | None = None) -> None:
    """Refresh the attempt that the metadata names; what names none is the business's own affair with Stripe."""
    named = (thing.get("metadata") or {}).get("mango_attempt")
    if named is None:
        return
    attempt = PaymentAttempt.objects.filter(pk=int(named)).first() if str(named).isdigit() else None
    if attempt is None:
        raise Contradiction(f"The metadata names attempt {named}, which there is not.")
    session = thing["id"] if thing.get("object") == attempt.stripe_object else ""
    refresh_attempt(attempt.pk, session=session, paid_at=paid_at)


def _payment_of(intent: str | None) -> Payment | None:
    """Return the payment of an intent; if the books do not know it yet, its own event is only late."""
    if not intent:
        return None
    known = Payment.objects.filter(stripe_payment_intent=intent)
    if not known.filter(state=Payment.State.SUCCEEDED).exists():
        metadata = gateway().intent_metadata(account=require_business().stripe_account, intent=intent)
        _refresh_named({"metadata": metadata})
    return known.filter(state=Payment.State.SUCCEEDED).first()


def _set_aside(event: StripeEvent, why: str) -> None:
    StripeEvent.objects.filter(pk=event.pk).update(
        state=StripeEvent.State.QUARANTINED, handled_at=clock.now(), attempts=event.attempts + 1, error=why[:500]
    )


def _note_failure(event: StripeEvent, error: Exception) -> None:
    attempts = event.attempts + 1
    StripeEvent.objects.filter(pk=event.pk).update(
        state=StripeEvent.State.DEAD if attempts >= MAX_ATTEMPTS else StripeEvent.State.PENDING,
        attempts=attempts,
        error=f"{type(error).__name__}: {error}"[:500],
    )
