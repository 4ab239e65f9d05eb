"""A contact who has saved a card on Stripe's page and agreed that it may be charged."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from billing.models import AutopayConsent, PaymentAttempt, SavedCard
from billing.selectors.autopay import terms_for
from billing.services.autopay import charge_contact
from billing.services.cards import follow_cards, start_saving_card
from billing.services.consents import Agreement, give_consent
from crm.models import Contact
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tests.billing.stripe_world import CARD, World

REFUSED_WHEN_CHARGED = "4000000000000341"
LOST = "4000000000009987"
WANTS_ITS_OWNER = "4000002760003184"


def save_card(stripe: World, contact: Contact, number: str = CARD) -> SavedCard:
    portal = "http://acme.localhost:8000/methods/"
    url = start_saving_card(contact_id=contact.pk, success_url=portal, cancel_url=portal)
    stripe.controls.post("checkout", session=url.rpartition("/")[2], card=number)
    follow_cards(contact.pk)
    return SavedCard.objects.filter(contact=contact).latest("pk")


def becomes(stripe: World, card: SavedCard, number: str) -> None:
    """From now on the card behaves as this test card: it was lost, or its bank has grown careful."""
    stripe.controls.post("cards/renew", card=card.method, number=number)


def person_of(contact: Contact) -> User:
    name = contact.display_name
    known = User.objects.filter(name=name, kind="customer").first()
    return known or User.objects.create(
        username=f"person{contact.pk}", name=name, kind="customer", email=f"person{contact.pk}@example.com"
    )


def agree(contact: Contact, limit: Money | None = None) -> AutopayConsent:
    terms = terms_for(contact.pk)
    assert terms is not None
    agreement = Agreement(agrees=True, digest=terms.digest, limit=limit, address="192.0.2.7")
    return give_consent(contact_id=contact.pk, agreement=agreement, by=person_of(contact))


def morning(day: date) -> Any:
    """The clock stands at the hour of charges, where the business is."""
    return clock.held_at(datetime(day.year, day.month, day.day, 7, tzinfo=ZoneInfo(require_business().time_zone)))


def charge_on(day: date, contact: Contact) -> PaymentAttempt | None:
    with morning(day):
        return charge_contact(contact.pk)


def charged(stripe: World, contact: Contact) -> list[tuple[int, str]]:
    """What Stripe was asked to charge by itself for a contact: amount and status, in order."""
    attempts = {
        str(pk) for pk in PaymentAttempt.objects.filter(contact=contact, way="card").values_list("pk", flat=True)
    }
    return [
        (intent["amount"], intent["status"])
        for intent in stripe.objects("payment_intent")
        if intent["metadata"].get("mango_attempt") in attempts
        and intent["metadata"]["mango_business"] == str(require_business().id)
    ]
