"""Charging saved cards by themselves: one payment for a contact and everything that is due, and never twice.

What is asked of Stripe is committed with its idempotency key before it is asked, in the same rows as a payment on the
hosted page, so that one charge has one open way of being paid. An answer that never came is looked up.
"""

from dataclasses import asdict
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from billing.errors import StripeRefused, StripeSilent
from billing.gateway.protocol import CardCharge
from billing.models import AttemptItem, AutopayConsent, AutopayRun, LedgerEntry, PaymentAttempt, SavedCard
from billing.selectors.autopay import chargeable_consent_of, is_offered
from billing.selectors.cards import expiring_cards, usable_cards
from billing.selectors.chargeable import Due, chargeable, dues, tried_before
from billing.services.attempts import ask
from billing.services.autopay_days import have_day_begun
from billing.services.autopay_mail import SOON, tell_of_cards, tell_of_charge
from billing.services.cards import stripe_customer_of
from billing.services.ledger import lock_account
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

SETTLED_WITHIN = timedelta(hours=1)
LOOKED_AT_AFTER = timedelta(minutes=2)


def begin_the_day(day: date) -> None:
    """Have those looked after who have agreed and owe something or hear of their card, and the next day begun.

    A day begun twice is one day.
    """
    agreed = AutopayConsent.objects.filter(ended_at=None)
    if not agreed.exists():
        return
    have_day_begun(day + timedelta(days=1))
    owing = LedgerEntry.objects.unsettled().debits().values("contact")
    expiring = expiring_cards(day + SOON).values("contact")
    looked_at = agreed.filter(Q(contact__in=owing) | Q(contact__in=expiring), contact__archived_at=None)
    for contact_id in looked_at.values_list("contact", flat=True):
        enqueue("billing.autopay", key=f"{day}:{contact_id}", contact_id=contact_id)


def look_after(contact_id: int) -> None:
    """Announce what is to be charged, warn of a card that expires, and charge what is due."""
    consent = chargeable_consent_of(contact_id)
    if consent is None or not is_offered():
        return
    tell_of_cards(consent)
    card = usable_cards([contact_id]).first()
    if card is not None:
        _announce(consent, card)
        charge_contact(contact_id)


def charge_contact(contact_id: int) -> PaymentAttempt | None:
    """Charge what is due, unless that is under way; return the attempt. Must not be called inside a transaction."""
    if chargeable_consent_of(contact_id) is None or not is_offered():
        return None
    attempt = _claim(contact_id, stripe_customer_of(contact_id))
    if attempt is None:
        return None
    try:
        return ask(attempt)
    except StripeSilent:  # it is looked up later, and never asked again
        return attempt
    except StripeRefused:  # written down with its reason, and shown to the team
        return attempt


@transaction.atomic(durable=True)
def _claim(contact_id: int, customer: str) -> PaymentAttempt | None:
    """Write down what is to be charged; None when there is nothing, or it is not the time, or nobody has agreed."""
    lock_account(contact_id)
    consent, card = chargeable_consent_of(contact_id), usable_cards([contact_id]).first()
    if consent is None or card is None:
        return None
    run = AutopayRun.objects.filter(contact_id=contact_id, state=AutopayRun.State.OPEN).first()
    if run is not None and _has_to_wait(run, card):
        return None
    due = chargeable(consent, card)
    if not due:
        _drop(run)
        return None
    return _write_down(_run_of(run, consent, card), customer, due)


def _has_to_wait(run: AutopayRun, card: SavedCard) -> bool:
    """The card that was refused waits for its next try; another one only for what is under way."""
    if run.attempts.filter(state__in=PaymentAttempt.LIVE).exists():
        return True
    return run.card_id == card.pk and run.next_try_at is not None and run.next_try_at > clock.now()


def _drop(run: AutopayRun | None) -> None:
    """What it was about has been settled otherwise."""
    if run is not None:
        run.state = AutopayRun.State.DROPPED
        run.save(update_fields=["state"])


def _run_of(run: AutopayRun | None, consent: AutopayConsent, card: SavedCard) -> AutopayRun:
    """Go on with the open run; on another card, which deserves its own tries, as a new one."""
    if run is not None and run.card_id == card.pk:
        return run
    _drop(run)
    return AutopayRun.objects.create(contact_id=consent.contact_id, consent=consent, card=card)


def _write_down(run: AutopayRun, customer: str, due: list[Due]) -> PaymentAttempt:
    business = require_business()
    attempt = PaymentAttempt.objects.create(
        contact_id=run.contact_id,
        customer_user_id=run.consent.user_id,
        payer_name="Autopay",
        way=PaymentAttempt.Way.CARD,
        autopay_run=run,
        amount_minor=sum(each.amount.minor for each in due),
        currency=business.currency,
        idempotency_key=f"autopay-{uuid4().hex}",
        stripe_account=business.stripe_account,
        created_at=clock.now(),
        expires_at=clock.now() + SETTLED_WITHIN,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, charge_id=each.charge_id, amount_minor=each.amount.minor) for each in due
    )
    attempt.request = asdict(_request(attempt, run.card, customer, due))
    attempt.save(update_fields=["request"])
    for moment in (clock.now() + LOOKED_AT_AFTER, attempt.expires_at + LOOKED_AT_AFTER):
        enqueue("billing.settle_unknown", due_at=moment, attempt_id=attempt.pk)
    return attempt


def _request(attempt: PaymentAttempt, card: SavedCard, customer: str, due: list[Due]) -> CardCharge:
    return CardCharge(
        reference=attempt.reference,
        customer=customer,
        card=card.method,
        minor=attempt.amount_minor,
        currency=attempt.currency,
        description=f"{require_business().name}: {', '.join(each.description for each in due)}"[:500],
        metadata={"mango_business": str(require_business().id), "mango_attempt": str(attempt.pk)},
    )


def _announce(consent: AutopayConsent, card: SavedCard) -> None:
    """Write of each day to come on which something is charged, once, as soon as it is near enough.

    What is tried again was told of when it failed; what falls due meanwhile waits for that day, and is told of with it.
    """
    today = clock.today(require_business().time_zone)
    until = today + timedelta(days=consent.announce_days)
    tried = tried_before(consent.contact_id)
    coming = [each for each in dues(consent, card) if each.charge_id not in tried]
    days = {each.charged_on for each in coming if today < each.charged_on <= until}
    for day in sorted(days):
        tell_of_charge(consent, day)
