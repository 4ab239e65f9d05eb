"""A customer wants to pay: what is written down, and the one page at Stripe where it can be paid.

The attempt and its idempotency key are committed before Stripe is asked. The same charges and amounts again lead to the
same page; other amounts or charges that overlap have the old page closed first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class _Wish:
    contact_id: int
    customer_user_id: int | None
    charge_ids: Sequence[int]
    amount: Wanted
    success_url: str
    cancel_url: str


def start_checkout(
    *,
    contact_id: int,
    customer_user_id: int | None,
    charge_ids: Sequence[int],
    amount: Wanted,
    success_url: str,
    cancel_url: str,
) -> PaymentAttempt:
    """Return an open attempt whose ``checkout_url`` is where to pay: all that is due of the charges, or what is asked.

    ``amount`` is their deposits, or a part, which is used for what falls due first. ``{attempt}`` in the URLs becomes
    the attempt's id. Must not be called inside a transaction. Raises a MangoError that says why nothing was charged.
    """
    if not require_business().charges_enabled:
        raise CardsNotAccepted(business=require_business().name)
    wish = _Wish(contact_id, customer_user_id, charge_ids, amount, success_url, cancel_url)
    for _round in range(_ROUNDS):
        attempt, in_the_way = _claim(wish)
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
def _claim(wish: _Wish) -> tuple[PaymentAttempt | None, list[PaymentAttempt]]:
    """Write the attempt down, or find it; the second part is what has to be closed before there can be one."""
    lock_account(wish.contact_id)
    items = _items(wish)
    others = list(_live_attempts([item.charge.pk for item in items]))
    for other in others:
        if other.state == PaymentAttempt.State.PROCESSING:
            raise PaymentOnItsWay(amount=other.amount.format(require_business().locale))
    if not others:
        return _write_down(wish, items), []
    if len(others) == 1 and _is_same(others[0], items) and others[0].expires_at > clock.now() + ALMOST_OVER:
        return others[0], []
    return None, others


def _items(wish: _Wish) -> list[Part]:
    return chosen_parts(contact_id=wish.contact_id, charge_ids=wish.charge_ids, wanted=wish.amount)


def _live_attempts(charge_ids: list[int]) -> QuerySet[PaymentAttempt]:
    return PaymentAttempt.objects.filter(items__is_live=True, items__charge_id__in=charge_ids).distinct()


def _is_same(attempt: PaymentAttempt, items: list[Part]) -> bool:
    before = dict(attempt.items.values_list("charge_id", "amount_minor"))
    return before == {item.charge.pk: item.minor for item in items}


def _write_down(wish: _Wish, items: list[Part]) -> PaymentAttempt:
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
    attempt.request = asdict(_request(wish, attempt, items, payer.email if payer else ""))
    attempt.save(update_fields=["request"])
    enqueue("billing.settle_unknown", due_at=attempt.expires_at + ALMOST_OVER, attempt_id=attempt.pk)
    return attempt


def _request(wish: _Wish, attempt: PaymentAttempt, items: list[Part], email: str) -> CheckoutRequest:
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
        email=email,
        metadata={"mango_business": str(require_business().id), "mango_attempt": str(attempt.pk)},
    )
