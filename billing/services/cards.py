"""A contact's saved cards. Stripe keeps them; what stands here is read from its list, whatever is heard first."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from billing.errors import CardsNotAccepted
from billing.errors.autopay import CardsNotKept, CardsRefused, CardsSilent
from billing.gateway import gateway
from billing.gateway.protocol import Card, NotDone, OutcomeUnknown, Refused, SetupRequest
from billing.models import SavedCard, StripeCustomer
from billing.selectors.autopay import is_offered
from billing.selectors.cards import card_of
from billing.services.ledger import lock_account
from crm.models import Contact, ContactEmail
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business


def start_saving_card(*, contact_id: int, success_url: str, cancel_url: str) -> str:
    """Return the address of Stripe's page on which the contact saves a card. Raises CardsSilent and CardsRefused."""
    business = require_business()
    customer = customer_who_saves(contact_id)
    with _answering():
        request = SetupRequest(
            customer=customer,
            success_url=success_url,
            cancel_url=cancel_url,
            metadata={"mango_business": str(business.id), "mango_contact": str(contact_id)},
        )
        return gateway().setup_url(account=business.stripe_account, request=request)


def customer_who_saves(contact_id: int) -> str:
    """Return who the contact is at Stripe, where cards are kept. Raises a MangoError where none are."""
    business = require_business()
    if not business.charges_enabled:
        raise CardsNotAccepted(business=business.name)
    if not is_offered():
        raise CardsNotKept(business=business.name)
    with _answering():
        return stripe_customer_of(contact_id)


def stripe_customer_of(contact_id: int) -> str:
    """Return who the contact is at Stripe, made the first time; raises GatewayError."""
    account = require_business().stripe_account
    known = _known_customer(contact_id, account)
    if known:
        return known
    contact = Contact.objects.get(pk=contact_id)
    main = ContactEmail.objects.filter(contact_id=contact_id).order_by("-is_primary", "pk").first()
    facts = {"name": contact.display_name, **({"email": main.address} if main else {})}
    made = gateway().create_customer(
        account=account,
        facts=facts,
        metadata={"mango_business": str(require_business().id), "mango_contact": str(contact_id)},
        key=f"customer-{require_business().schema}-{contact_id}-{_digest(facts)}",
    )
    StripeCustomer.objects.bulk_create(
        [StripeCustomer(contact_id=contact_id, stripe_account=account, customer=made)], ignore_conflicts=True
    )
    return _known_customer(contact_id, account)  # whoever was first stays


def follow_cards(contact_id: int) -> None:
    """Read a contact's cards from Stripe and keep what it says; raises CardsSilent and CardsRefused."""
    account = require_business().stripe_account
    customer = _known_customer(contact_id, account)
    if not customer:
        return
    with _answering():
        found = gateway().cards(account=account, customer=customer)
    _keep(contact_id, account, found)


@transaction.atomic
def make_default(*, contact_id: int, card_id: int) -> SavedCard:
    """Have a card charged by autopay from now on, and no other."""
    lock_account(contact_id)
    card = card_of(contact_id, card_id)
    if not card.is_default:
        SavedCard.objects.filter(contact_id=contact_id, is_default=True).update(is_default=False)
        SavedCard.objects.filter(pk=card.pk).update(is_default=True)
        record("card.default", card, contact_id=contact_id, brand=card.brand)
    card.is_default = True
    return card


@transaction.atomic
def remove_card(*, contact_id: int, card_id: int) -> None:
    """Forget a card at once, here; Stripe is told as soon as it listens. It is never charged again."""
    lock_account(contact_id)
    card = card_of(contact_id, card_id)
    _mark_removed(card)
    enqueue("billing.forget_card", card_id=card.pk)


def forget_at_stripe(card_id: int) -> None:
    """Detach a removed card at Stripe; raises GatewayError, and is then tried again."""
    card = SavedCard.objects.get(pk=card_id)
    gateway().forget_card(account=card.stripe_account, card=card.method)


def _known_customer(contact_id: int, account: str) -> str:
    known = StripeCustomer.objects.filter(contact_id=contact_id, stripe_account=account)
    return known.values_list("customer", flat=True).first() or ""


@transaction.atomic
def _keep(contact_id: int, account: str, found: list[Card]) -> None:
    """Bring the rows to where Stripe's list stands. A card that was removed here stays so: its end is on the way."""
    lock_account(contact_id)
    rows = {row.method: row for row in SavedCard.objects.filter(contact_id=contact_id, stripe_account=account)}
    for card in reversed(found):
        _keep_one(contact_id, account, card, rows.pop(card.id, None))
    for gone in rows.values():
        if gone.removed_at is None:
            _mark_removed(gone)


def _keep_one(contact_id: int, account: str, card: Card, row: SavedCard | None) -> None:
    facts = {"brand": card.brand, "last4": card.last4, "exp_month": card.exp_month, "exp_year": card.exp_year}
    if row is not None:
        SavedCard.objects.filter(pk=row.pk).update(**facts)
        return
    defaults = SavedCard.objects.filter(contact_id=contact_id, is_default=True)
    defaults.exclude(stripe_account=account).update(is_default=False)  # nobody can charge it on this one
    has_default = defaults.exists()
    made = SavedCard.objects.create(
        contact_id=contact_id, stripe_account=account, method=card.id, is_default=not has_default, **facts
    )
    record("card.saved", made, contact_id=contact_id, brand=made.brand)


def _mark_removed(card: SavedCard) -> None:
    card.removed_at, card.is_default = clock.now(), False
    card.save(update_fields=["removed_at", "is_default"])
    record("card.removed", card, contact_id=card.contact_id, brand=card.brand)


@contextmanager
def _answering() -> Iterator[None]:
    """Say in the customer's words what went wrong between Mango and Stripe."""
    try:
        yield
    except (OutcomeUnknown, NotDone) as error:
        raise CardsSilent from error
    except Refused as error:
        raise CardsRefused(reason=str(error)) from error


def _digest(facts: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]
