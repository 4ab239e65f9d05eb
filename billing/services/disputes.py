"""What a payer's bank does with a payment, kept as Stripe last told of it; and the evidence that the team sends."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.errors import AnswerOnItsWay, DisputeNotAnswerable, EvidenceMissing, NoSuchDispute
from billing.evidence import facts_of
from billing.gateway import gateway
from billing.gateway.protocol import Dispute as Found
from billing.gateway.protocol import GatewayError, NotDone, OutcomeUnknown, Refused
from billing.models import Dispute, Payment
from billing.services.claims import charge_what_was_taken_twice
from billing.services.dispute_mail import tell_how_it_ended, tell_of_dispute
from billing.services.ledger import lock_account
from billing.services.reversals import note_dispute
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.scope import require_business

State = Dispute.State
_ROUNDS = 3
_FOLLOWED = ("state", "reason", "amount_minor", "evidence_due_at", "submissions", "fee_minor", "fee_currency")
AT_ONCE = 50
"""How many fees that are not known one night asks for."""


def follow_dispute(payment: Payment, stripe_id: str) -> None:
    """Bring a dispute and the ledger to what Stripe says of it; any number of times, in any order.

    Must not be called inside a transaction that holds the account: it asks Stripe. What was read before somebody else
    changed the dispute may be older than what they read, so it is read again. Raises RetryLater while others keep on.
    """
    for _round in range(_ROUNDS):
        seen = _updates_of(stripe_id)
        found = gateway().dispute(account=require_business().stripe_account, dispute=stripe_id)
        if _apply(payment, found, seen):
            return
    raise RetryLater(f"Dispute {stripe_id} keeps changing.")


def note_missing_dispute_fees() -> int:
    """Follow the disputes from before fees were kept; return how many fees became known. Raises what that raises."""
    missing = Dispute.objects.filter(fee_minor=None).select_related("payment__contact").order_by("-pk")[:AT_ONCE]
    known = 0
    for dispute in missing:
        try:
            follow_dispute(dispute.payment, dispute.stripe_dispute)
        except Refused:  # it is of an account that the business had before, which nobody can ask any more
            continue
        known += 1
    return known


@transaction.atomic
def answer_dispute(dispute_id: int, *, text: str, by: User | None = None) -> Dispute:
    """Have evidence sent to the payer's bank, which takes it once. While it is on its way nothing more can be sent.

    Raises NoSuchDispute, EvidenceMissing, AnswerOnItsWay and DisputeNotAnswerable.
    """
    dispute = _locked(dispute_id)
    if dispute.answer_state == "asked":
        raise AnswerOnItsWay
    if not dispute.needs_answer:
        raise DisputeNotAnswerable(state=dispute.get_state_display())
    if not text.strip():
        raise EvidenceMissing
    dispute.answer, dispute.answered_by_name = text.strip(), by.name if by else ""
    dispute.answer_state, dispute.answer_failure = "asked", ""
    dispute.answers += 1
    dispute.save(update_fields=["answer", "answered_by_name", "answer_state", "answer_failure", "answers"])
    record("dispute.answered", dispute.payment, contact_id=dispute.contact_id, **_said(dispute))
    enqueue("billing.send_evidence", dispute_id=dispute.pk)
    return dispute


def send_evidence(dispute_id: int) -> None:
    """Send the answer under its one key, however often this runs; raises RetryLater while nobody knows.

    Stripe forgets keys after a day, so what it has received is looked at first.
    """
    dispute = Dispute.objects.select_related("payment__contact").get(pk=dispute_id)
    if dispute.answer_state != "asked":
        return
    _follow(dispute)
    dispute.refresh_from_db(fields=["answer_state"])
    if dispute.answer_state != "asked":
        return
    business = require_business()
    key = f"{business.schema}-dispute-{dispute.pk}-{dispute.answers}"
    try:
        gateway().answer_dispute(
            account=business.stripe_account, dispute=dispute.stripe_dispute, evidence=facts_of(dispute), key=key
        )
    except (OutcomeUnknown, NotDone) as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error
    except Refused as error:
        _end_answer(dispute, "refused", str(error))
    _follow(dispute)  # before it counts as sent: until Stripe's new state is here, another answer would be asked for
    _end_answer(dispute, "sent", "")


def _follow(dispute: Dispute) -> None:
    try:
        follow_dispute(dispute.payment, dispute.stripe_dispute)
    except GatewayError as error:
        raise RetryLater(f"{type(error).__name__}: {error}") from error


@transaction.atomic
def claim_again(dispute_id: int, *, by: User | None = None) -> Dispute:
    """Ask for money that was lost like for any other: reminders and autopay may take it up. Once is enough.

    What had been refunded before the bank took it too stands on no charge yet, so it becomes one.
    """
    dispute = _locked(dispute_id)
    if dispute.state == State.LOST and dispute.claimed_again_at is None:
        dispute.claimed_again_at = clock.now()
        dispute.save(update_fields=["claimed_again_at"])
        charge_what_was_taken_twice(dispute, by)
        record("dispute.claimed_again", dispute.payment, contact_id=dispute.contact_id, **_said(dispute))
    return dispute


@transaction.atomic
def _apply(payment: Payment, found: Found, seen: int) -> bool:
    """Write down what was found; say False when the dispute changed since ``seen``, so that it must be read again."""
    lock_account(payment.contact_id)
    dispute = Dispute.objects.filter(stripe_dispute=found.id).first()
    if (dispute.updates if dispute else 0) != seen:
        return False
    note_dispute(payment, found)
    said = _facts(found)
    if dispute is None:
        _open(payment, found, said)
    elif any(getattr(dispute, name) != said[name] for name in _FOLLOWED):
        _change(dispute, said)
    return True


def _open(payment: Payment, found: Found, said: dict[str, object]) -> None:
    dispute = Dispute(contact_id=payment.contact_id, payment=payment, stripe_dispute=found.id, **said)
    dispute.currency, dispute.opened_at, dispute.updates = payment.currency, found.opened_at or clock.now(), 1
    dispute.fee_on = _today() if dispute.fee else None
    dispute.save(force_insert=True)
    record("dispute.opened", payment, contact_id=payment.contact_id, **_said(dispute))
    if dispute.needs_answer:
        tell_of_dispute(dispute)
    tell_how_it_ended(dispute)


def _change(dispute: Dispute, said: dict[str, object]) -> None:
    has_moved = dispute.state != said["state"]
    if dispute.answer_state == "asked" and dispute.submissions != said["submissions"]:
        dispute.answer_state = "sent"  # our own answer may have arrived without us hearing of it
    was_known = dispute.fee_minor is not None
    for name in _FOLLOWED:
        setattr(dispute, name, said[name])
    if dispute.fee and dispute.fee_on is None:
        dispute.fee_on = _today() if was_known else dispute.opened_at.astimezone(_zone()).date()
    dispute.updates += 1
    dispute.save(update_fields=[*_FOLLOWED, "fee_on", "updates", "answer_state"])
    if has_moved:
        record(f"dispute.{dispute.state}", dispute.payment, contact_id=dispute.contact_id, **_said(dispute))
        tell_how_it_ended(dispute)


def _facts(found: Found) -> dict[str, object]:
    return {
        "state": found.state[:30],
        "reason": found.reason[:60],
        "amount_minor": found.minor,
        "evidence_due_at": found.due_at,
        "submissions": found.submissions,
        "fee_minor": found.fee.minor if found.fee else 0,
        "fee_currency": found.fee.currency if found.fee else "",
    }


def _today() -> date:
    return clock.today(require_business().time_zone)


def _zone() -> ZoneInfo:
    return ZoneInfo(require_business().time_zone)


@transaction.atomic
def _end_answer(sent: Dispute, state: str, failure: str) -> None:
    """Say how the answer ended, once; the next one may be on its way by now."""
    dispute = _locked(sent.pk)
    if dispute.answer_state == "asked" and dispute.answers == sent.answers:
        dispute.answer_state, dispute.answer_failure = state, failure[:300]
        dispute.save(update_fields=["answer_state", "answer_failure"])


def _updates_of(stripe_id: str) -> int:
    return Dispute.objects.filter(stripe_dispute=stripe_id).values_list("updates", flat=True).first() or 0


def _locked(dispute_id: int) -> Dispute:
    contact_id = Dispute.objects.filter(pk=dispute_id).values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NoSuchDispute
    lock_account(contact_id)
    return Dispute.objects.select_related("payment__contact").get(pk=dispute_id)


def _said(dispute: Dispute) -> dict[str, str]:
    amount = dispute.amount.format(require_business().locale)
    return {"amount": amount, "receipt": dispute.payment.receipt_name}
