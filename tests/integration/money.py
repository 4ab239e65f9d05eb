"""Written in a process of the fleet's own: a business whose customers paid at Stripe, of which it has not heard."""

import json
import random
import uuid
from collections import Counter
from itertools import count

from django.conf import settings
from django.db import transaction

from billing.gateway import calling, gateway
from billing.models import LedgerEntry
from billing.services.charges import ChargeDraft, add_charge
from billing.services.checkout import Wish, start_checkout
from crm.models import Contact, ContactEmail
from emails.models import Message
from tenants.directory import by_subdomain
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope, snapshot_of
from tenants.models import Plan
from tenants.services.businesses import change_business
from tenants.services.provisioning import provision
from tests.patience import PATIENCE
from tests.standin.controls import Controls

SHOP, CONTACTS = "till", 25
URLS = {"success_url": "http://till.localhost/paid/", "cancel_url": "http://till.localhost/pay/"}


def paid_at_stripe(number: int) -> None:
    """Charge until so many have been paid, all or half; now and then nobody pays. Print what the books ought to say."""
    Plan.objects.update(daily_mail_cap=1_000_000)
    calling.READ_SECONDS = calling.CONNECT_SECONDS = PATIENCE
    controls, dice = Controls(settings.STRIPE_API_BASE), random.Random(20261125)
    controls.post("webhooks", hold=True)
    business = _shop(controls)
    entries: Counter[str] = Counter()
    paid: dict[str, int] = {}
    with business_scope(business):
        contacts = [_contact(place) for place in range(CONTACTS)]
        for place in count():
            if len(paid) == number:
                break
            contact, minor = contacts[place % CONTACTS], dice.randrange(1_000, 50_000)
            part = dice.choice([minor, minor, minor // 2])
            session = _checkout(contact, minor, part)
            entries[f"{contact} charge {minor}"] += 1
            if dice.random() < 0.9:
                controls.post("checkout", session=session)
                entries[f"{contact} payment {-part}"] += 1
                paid[session] = part
    print(json.dumps({"account": business.stripe_account, "entries": entries, "sessions": list(paid)}))


def _shop(controls: Controls):
    with transaction.atomic():
        made = provision(
            name="Till", subdomain=SHOP, currency="EUR", time_zone="Europe/Lisbon", reply_to="till@b.example"
        )
    account = gateway().create_account(
        business=str(made.id), name="Till", email="till@b.example", country="", key=uuid.uuid4().hex
    )
    controls.post("accounts", account=account.id, do="enable")
    change_business(made.id, stripe_account=account.id, charges_enabled=True)
    return snapshot_of(made.id)


def _contact(place: int) -> int:
    name = f"Customer {place}"
    made = Contact.objects.create(kind="person", display_name=name, sort_name=name, search_text=name)
    ContactEmail.objects.create(contact=made, address=f"{place}@till.example", is_primary=True)
    return made.pk


def _checkout(contact: int, minor: int, part: int) -> str:
    draft = ChargeDraft(description="Bread", unit_price=Money(minor, "EUR"))
    charge = add_charge(contact_id=contact, draft=draft)
    amount = Money(part, "EUR")
    attempt = start_checkout(
        Wish(contact_id=contact, customer_user_id=None, charge_ids=[charge.pk], amount=amount, **URLS)
    )
    return attempt.checkout_session


def books() -> None:
    """Print what the books say, and how many receipts were written of how many payments."""
    with business_scope(by_subdomain(SHOP)):
        rows = LedgerEntry.objects.values_list("contact_id", "kind", "amount_minor")
        entries = Counter(f"{contact} {kind} {minor}" for contact, kind, minor in rows)
        receipts = list(Message.objects.filter(kind="receipt").values_list("key", flat=True))
        print(json.dumps({"entries": entries, "receipts": len(receipts), "different": len(set(receipts))}))
