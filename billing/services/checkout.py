"""A customer wants to pay: what is written down, and the one page at Stripe where it can be paid.

The attempt and its idempotency key are committed before Stripe is asked. The same charges and amounts again lead to the
same page; other amounts or charges that overlap have the old page closed first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from billing.errors import (
    CardsNotAccepted,
    PaymentOnItsWay,
    StripeSilent,
)
from billing.gateway.protocol import CheckoutRequest, Line
from billing.models import AttemptItem, PaymentAttempt
from billing.services.attempts import ask, refresh_attempt, retire_attempt
from billing.services.cards import customer_who_saves
from billing.services.ledger import lock_account
from billing.services.shares import Part, Wanted, chosen_parts
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

OPEN_FOR = timedelta(hours=1)
ALMOST_OVER = timedelta(minutes=2)
MOST_LINES = 50
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be paid, and where the page leads when it is over.

    ``amount`` is all that is due of the charges when it is None, their deposits, or a part, which is used for what
    falls due first. ``{attempt}`` in the URLs becomes the attempt's id.
    """

    contact_id: int
    customer_user_id: int | None
    charge_ids: Sequence[int]
    amount: Wanted
    success_url: str
    cancel_url: str
    saves_card: bool = False
    """The customer has ticked that the card they pay with is kept."""


def start_checkout(wish: Wish) -> PaymentAttempt:
    """Return an open attempt whose ``checkout_url`` is where to pay.

    Must not be called inside a transaction. Raises a MangoError that says why nothing was charged.
    """
    if not require_business().charges_enabled:
        raise CardsNotAccepted(business=require_business().name)
    customer = customer_who_saves(wish.contact_id) if wish.saves_card else ""
    for _round in range(_ROUNDS):
        attempt, in_the_way = _claim(wish, customer)
        for other in in_the_way:
            retire_attempt(other)
        if attempt is None:
            continue
        # One that is open already may have been paid a moment ago in another tab: Stripe knows.
        attempt = refresh_attempt(attempt.pk) if attempt.state == PaymentAttempt.State.OPEN else ask(attempt)
        if attempt.state == PaymentAttempt.State.OPEN:
            return attempt
    raise StripeSilent


@transaction.atomic(durable=True)
def _claim(wish: Wish, customer: str) -> tuple[PaymentAttempt | None, list[PaymentAttempt]]:
    """Write the attempt down, or find it; the second part is what has to be closed before there can be one."""
    lock_account(wish.contact_id)
    items = _items(wish)
    others = list(_live_attempts([item.charge.pk for item in items]))
    for other in others:
        if other.state == PaymentAttempt.State.PROCESSING:
            raise PaymentOnItsWay(amount=other.amount.format(require_business().locale))
    if not others:
        return _write_down(wish, items, customer), []
    if len(others) == 1 and _is_same(others[0], wish, items, customer):
        return others[0], []
    return None, others


def _items(wish: Wish) -> list[Part]:
    return chosen_parts(contact_id=wish.contact_id, charge_ids=wish.charge_ids, wanted=wish.amount)


def _live_attempts(charge_ids: list[int]) -> QuerySet[PaymentAttempt]:
    return PaymentAttempt.objects.filter(items__is_live=True, items__charge_id__in=charge_ids).distinct()


def _is_same(attempt: PaymentAttempt, wish: Wish, items: list[Part], customer: str) -> bool:
    """Whether the page asks for the same, of the same person, and is open for long enough."""
    before = dict(attempt.items.values_list("charge_id", "amount_minor"))
    asked = {item.charge.pk: item.minor for item in items}
    is_for = attempt.request.get("customer", ""), attempt.customer_user_id
    is_fresh = attempt.expires_at > clock.now() + ALMOST_OVER
    return is_fresh and before == asked and is_for == (customer, wish.customer_user_id)


def _write_down(wish: Wish, items: list[Part], customer: str) -> PaymentAttempt:
    business = require_business()
    payer = User.objects.filter(pk=wish.customer_user_id).first() if wish.customer_user_id else None
    attempt = PaymentAttempt.objects.create(
        contact_id=wish.contact_id,
        customer_user_id=wish.customer_user_id,
        payer_name=payer.name if payer else "",
        amount_minor=sum(item.minor for item in items),
        currency=items[0].charge.currency,
        idempotency_key=f"attempt-{uuid.uuid4().hex}",
        stripe_account=business.stripe_account,
        expires_at=clock.now() + OPEN_FOR,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, charge=item.charge, amount_minor=item.minor) for item in items
    )
    request = _request(wish, attempt, items)
    email = payer.email if payer and not customer else ""
    attempt.request = asdict(replace(request, customer=customer, email=email))
    attempt.save(update_fields=["request"])
    enqueue("billing.settle_unknown", due_at=attempt.expires_at + ALMOST_OVER, attempt_id=attempt.pk)
    return attempt


def _request(wish: Wish, attempt: PaymentAttempt, items: list[Part]) -> CheckoutRequest:
    lines = [Line(item.charge.description, item.minor) for item in items]
    if len(lines) > MOST_LINES:
        lines = [Line(f"{require_business().name}: {len(items)} items", attempt.amount_minor)]
    return CheckoutRequest(
        reference=attempt.reference,
        currency=attempt.currency,
        lines=tuple(lines),
        success_url=wish.success_url.replace("{attempt}", str(attempt.pk)),
        cancel_url=wish.cancel_url.replace("{attempt}", str(attempt.pk)),
        expires_at=int(attempt.expires_at.timestamp()),
        metadata={"mango_business": str(require_business().id), "mango_attempt": str(attempt.pk)},
    )
