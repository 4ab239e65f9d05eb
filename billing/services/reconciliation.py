"""Stripe against the books. What is only late is brought in; what still differs is written down for a person.

Stripe is read, never remembered: each comparison goes over all that was taken lately, because refunds come late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from billing.errors import NoSuchDifference, ReasonMissing, ReconciliationSilent
from billing.gateway import gateway
from billing.gateway.protocol import Dispute, GatewayError, Refund, Taken
from billing.models import Difference, Payment, PaymentAttempt, Reconciliation
from billing.selectors.reconciliation import is_followed, refunded_of
from billing.services.attempts import Contradiction, refresh_attempt
from billing.services.disputes import follow_dispute
from billing.services.refunds import follow_refunds
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.scope import require_business

BACK = timedelta(days=45)
"""How far each comparison goes back: refunds of what was taken earlier come by their own events."""
YOUNG = timedelta(minutes=10)
"""What Stripe took so lately may be on its way here."""

Kind, State = Difference.Kind, Difference.State


@dataclass(frozen=True, slots=True)
class _Found:
    """A difference as it stands now."""

    kind: str
    intent: str
    currency: str
    stripe_minor: int
    books_minor: int
    payment: Payment | None = None
    taken: Taken | None = None


def reconcile(*, by: User | None = None) -> Reconciliation:
    """Compare all that Stripe took in the last weeks with the books, and settle attempts whose outcome is unknown.

    Raises ReconciliationSilent when Stripe does not answer; what was compared until then stays.
    """
    now = clock.now()
    run = Reconciliation.objects.create(since=now - BACK, asked_by_name=by.name if by else "")
    try:
        run.mended += _settle_unknown()
        _compare(run)
        run.mended += sum(_bring_in_dispute(found) for found in _disputes(run))
    except GatewayError as error:
        run.failure = f"{type(error).__name__}: {error}"[:300]
        raise ReconciliationSilent from error
    finally:
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at", "compared", "mended", "failure"])
    return run


@transaction.atomic
def explain(difference_id: int, *, explanation: str, by: User | None = None) -> Difference:
    """End a difference with the reason why it is one; what is explained is not asked about again."""
    if not explanation.strip():
        raise ReasonMissing
    found = Difference.objects.select_for_update().filter(pk=difference_id).first()
    if found is None:
        raise NoSuchDifference
    if found.is_open:
        _end(found, State.EXPLAINED, explanation=explanation.strip(), by=by.name if by else "")
        record("difference.explained", found, intent=found.intent, explanation=found.explanation)
    return found


def _settle_unknown() -> int:
    """Look up every attempt whose time is over and whose end is not known; return how many have one now."""
    waiting = PaymentAttempt.objects.filter(state__in=PaymentAttempt.LIVE, expires_at__lt=clock.now())
    settled = 0
    for attempt in waiting.order_by("pk"):
        try:
            settled += not refresh_attempt(attempt.pk).is_live
        except (MangoError, Contradiction):  # Stripe is silent, or a person has to look: the console shows it
            continue
    return settled


def _compare(run: Reconciliation) -> None:
    seen, booked = set[str](), _booked(run)
    for taken in gateway().taken(account=require_business().stripe_account, since=run.since):
        run.compared += 1
        seen.add(taken.intent)
        run.mended += _bring_in(taken)
        _note(taken.intent, list(_differences(taken)))
    for payment in booked:
        intent = payment.stripe_payment_intent
        if intent not in seen:
            _note(intent, [_Found(Kind.NOT_THERE, intent, payment.currency, 0, payment.amount_minor, payment)])


def _bring_in(taken: Taken) -> bool:
    """Bring the books to where Stripe is, as its events would have; say whether anything had to be."""
    payment = _payment_of(taken)
    if payment is None:
        return _paid_unheard(taken)
    before = refunded_of(payment)
    if before == taken.refunded_minor:
        return False
    follow_refunds(payment, _refunds(taken))
    return refunded_of(payment) != before


def _disputes(run: Reconciliation) -> list[Dispute]:
    return gateway().disputes(account=require_business().stripe_account, since=run.since)


def _bring_in_dispute(found: Dispute) -> bool:
    """Bring a dispute that nobody told of to where Stripe has it; what it disputes may be none of ours."""
    paid = Payment.objects.filter(stripe_payment_intent=found.intent, state=Payment.State.SUCCEEDED).first()
    if paid is None or is_followed(found):
        return False
    try:
        follow_dispute(paid, found.id)
    except RetryLater:  # somebody else is bringing it in
        return False
    return True


def _paid_unheard(taken: Taken) -> bool:
    named = taken.metadata.get("mango_attempt", "")
    is_ours = taken.metadata.get("mango_business") == str(require_business().id)
    if not (is_ours and named.isdigit() and PaymentAttempt.objects.filter(pk=int(named)).exists()):
        return False
    try:
        refresh_attempt(int(named))
    except (MangoError, Contradiction):  # it stays a difference, which says more than this would
        return False
    return _payment_of(taken) is not None


def _differences(taken: Taken) -> Iterator[_Found]:
    payment = _payment_of(taken)
    if payment is None:
        if clock.now() - taken.taken_at > YOUNG:
            yield _Found(Kind.NOT_HERE, taken.intent, taken.currency, taken.minor, 0, taken=taken)
        return
    if (payment.amount_minor, payment.currency) != (taken.minor, taken.currency):
        yield _Found(Kind.AMOUNT, taken.intent, taken.currency, taken.minor, payment.amount_minor, payment, taken)
    back = _given_back(payment, taken)
    if back != taken.refunded_minor:
        yield _Found(Kind.REFUNDED, taken.intent, taken.currency, taken.refunded_minor, back, payment, taken)


def _given_back(payment: Payment, taken: Taken) -> int:
    """Return what the books say went back, with what Stripe counts already though the bank has it still to do."""
    back = refunded_of(payment)
    if back == taken.refunded_minor:
        return back
    return back + sum(refund.minor for refund in _refunds(taken) if refund.state == "pending")


def _refunds(taken: Taken) -> list[Refund]:
    return gateway().refunds(account=require_business().stripe_account, intent=taken.intent)


def _payment_of(taken: Taken) -> Payment | None:
    paid = Payment.objects.filter(stripe_payment_intent=taken.intent, state=Payment.State.SUCCEEDED)
    return paid.first()


def _booked(run: Reconciliation) -> list[Payment]:
    """Return the payments that are to be among what Stripe took; a day at the edge is left out.

    They are read before Stripe is: what comes into the books meanwhile may be missing in an answer that began earlier.
    How old they are at Stripe their attempts say: what was heard of late came into the books later than it was taken;
    and on which account: what was taken on one that the business had before is on no list of this one.
    """
    since = run.since + timedelta(days=1)
    begun = PaymentAttempt.objects.filter(created_at__gte=since, stripe_account=require_business().stripe_account)
    paid = Payment.objects.filter(state=Payment.State.SUCCEEDED, attempt__in=begun)
    return list(paid.exclude(stripe_payment_intent=""))


@transaction.atomic
def _note(intent: str, found: list[_Found]) -> None:
    """Write down what differs on a payment now, and end what no longer does."""
    known = {difference.kind: difference for difference in Difference.objects.select_for_update().filter(intent=intent)}
    for one in found:
        _write(one, known.pop(one.kind, None))
    for gone in known.values():
        if gone.is_open:
            _end(gone, State.AGREES)


def _write(one: _Found, known: Difference | None) -> None:
    amounts = {"stripe_minor": one.stripe_minor, "books_minor": one.books_minor}
    if known is None:
        Difference.objects.create(
            kind=one.kind,
            intent=one.intent,
            payment=one.payment,
            currency=one.currency,
            taken_at=one.taken.taken_at if one.taken else None,
            **amounts,
        )
        return
    if known.state == State.EXPLAINED and (known.stripe_minor, known.books_minor) == tuple(amounts.values()):
        return
    Difference.objects.filter(pk=known.pk).update(state=State.OPEN, ended_at=None, **amounts)


def _end(difference: Difference, state: str, *, explanation: str = "", by: str = "") -> None:
    difference.state, difference.ended_at = state, clock.now()
    difference.explanation, difference.ended_by_name = explanation, by
    difference.save(update_fields=["state", "ended_at", "explanation", "ended_by_name"])
