"""Writing one business's year through the same rules that pages use."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from billing.services.products import ProductDraft, save_product
from config.demo.seed import logos
from config.demo.seed.past import happening_at
from config.demo.seed.trades import ContactSketch, Item, Person, Trade
from config.demo.seed.year import Acquaintance, Order, year_of
from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact, Customer
from crm.services.contacts import create_contact
from tenants.accounts.models import User
from tenants.accounts.services.passwords import generate_password
from tenants.accounts.services.users import create_member, suggest_username
from tenants.activity.record import acting
from tenants.files import store
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import BusinessSnapshot, business_scope, require_business
from tenants.services.businesses import change_business
from tenants.services.provisioning import provision

NOTED = 0.3
OPEN_ITEMS_OF_THE_CAST = ((24, -10), (6, 8), (3, 11))
"""Days since an item was added, and days until it is due."""
NEW_FOR = timedelta(days=5)


@dataclass(frozen=True)
class Known:
    """A contact of the year, ready for its orders."""

    contact: Contact
    acquaintance: Acquaintance


def open_business(trade: Trade, logo: bytes) -> BusinessSnapshot:
    """Give a trade its business, its look and its team."""
    with transaction.atomic():
        business = provision(
            name=trade.name,
            subdomain=trade.subdomain,
            currency=trade.currency,
            time_zone=trade.time_zone,
            reply_to=trade.reply_to,
        )
    with business_scope(business), transaction.atomic():
        key = store("logo", logo, content_type="image/png")
        for person in trade.team:
            _member(trade, person)
    return change_business(
        business.id,
        primary_colour=trade.primary,
        accent_colour=trade.accent,
        logo_key=key,
        logo_width=logos.SIZE,
        logo_height=logos.SIZE,
        brand_version=2,
        branded_at=clock.now(),
        country=trade.country,
        phone=trade.phone,
        address=trade.address,
    )


def live_the_year(trade: Trade, say: Callable[[str], None]) -> None:
    """Contacts, charges and payments of twelve months, in the order in which they happened."""
    owner = User.objects.get(username=trade.team[0].username)
    with acting(owner):
        _live(trade, owner, say)


def _live(trade: Trade, owner: User, say: Callable[[str], None]) -> None:
    year = list(year_of(trade, clock.today(trade.time_zone)))
    with happening_at(min(known.since for known in year) - timedelta(days=1)):
        products = {item.name: _product(trade, item) for item in trade.catalogue}
    known = [_acquaint(trade, acquaintance) for acquaintance in year]
    say(f"{trade.name}: {len(known)} contacts")
    _the_cast(trade)
    events = sorted(_events(known, products, owner), key=lambda event: event[0])
    for instant, act in events:
        with happening_at(instant):
            act()
    _open_items_of_the_cast(trade, products, owner)
    say(f"{trade.name}: {len(events)} charges and payments")


def _open_items_of_the_cast(trade: Trade, products: dict[str, int], owner: User) -> None:
    """Something to pay on every customer's first screen: one item late, one soon, one later."""
    now = clock.now()
    for person, _sketch in trade.cast:
        contact = Contact.objects.get(customers__user__username=person.username)
        for item, (added, due) in zip(trade.catalogue, OPEN_ITEMS_OF_THE_CAST, strict=False):
            at = now - timedelta(days=added)
            due_on = (now + timedelta(days=due)).date()
            order = Order(at, item, 1, trade.reasons[item.name][0], due_on, paid_at=None, method="")
            with happening_at(at):
                _charging(contact, order, products[item.name], owner)()


def _events(known: list[Known], products: dict[str, int], owner: User) -> list[tuple[datetime, Callable[[], Any]]]:
    events: list[tuple[datetime, Callable[[], Any]]] = []
    for one in known:
        for order in one.acquaintance.orders:
            events.append((order.at, _charging(one.contact, order, products[order.item.name], owner)))
            if order.paid_at is not None:
                events.append((order.paid_at, _paying(one.contact, order, owner)))
    return events


def _charging(contact: Contact, order: Order, product_id: int, owner: User) -> Callable[[], Any]:
    item = order.item
    currency = require_business().currency
    draft = ChargeDraft(
        description=item.name,
        unit_price=Money.of(Decimal(item.price), currency),
        quantity=Decimal(order.quantity),
        unit=item.unit,
        tax_rate=Decimal(item.tax),
        reason=order.reason,
        due_on=order.due_on,
        product_id=product_id,
        cost=Money.of(Decimal(item.cost), currency),
    )
    return lambda: add_charge(contact_id=contact.pk, draft=draft, added_by=owner)


def _paying(contact: Contact, order: Order, owner: User) -> Callable[[], Any]:
    def pay() -> None:
        total = Money.of(Decimal(order.item.price), require_business().currency).times(Decimal(order.quantity))
        amount = total + total.times(Decimal(order.item.tax) / 100)
        draft = PaymentDraft(amount=amount, method=order.method, reference=f"Order of {order.at:%d %B}")
        record_payment(contact_id=contact.pk, draft=draft, recorded_by=owner)

    return pay


def _product(trade: Trade, item: Item) -> int:
    draft = ProductDraft(
        name=item.name,
        description=item.description,
        kind=item.kind,
        unit=item.unit,
        price=Money.of(Decimal(item.price), trade.currency),
        tax_rate=Decimal(item.tax),
        cost=Money.of(Decimal(item.cost), trade.currency),
        interval=item.interval,
    )
    return save_product(draft=draft).pk


def _member(trade: Trade, person: Person) -> User:
    address = f"{person.username}@{trade.subdomain}.example"
    user = create_member(
        username=person.username, name=person.name, email=address, password=person.password, role=person.role
    )
    user.email_verified_at = clock.now()
    user.save(update_fields=["email_verified_at"])
    return user


def _acquaint(trade: Trade, acquaintance: Acquaintance) -> Known:
    details = _details(trade, acquaintance.sketch)
    with happening_at(acquaintance.since):
        contact = create_contact(
            details=details, username=suggest_username(details.person_name), password=generate_password()
        )
    if clock.now() - acquaintance.since > NEW_FOR:
        _has_signed_in(contact, acquaintance.since + timedelta(hours=7))
    return Known(contact, acquaintance)


def _details(trade: Trade, sketch: ContactSketch) -> NewContact:
    die = random.Random(f"{trade.subdomain}/{sketch.person}")  # noqa: S311 the same on every machine
    first, _, last = sketch.person.partition(" ")
    mail = f"{_plain(first)}.{_plain(last)}@{_plain(sketch.company) or 'post'}.example"
    return NewContact(
        kind=Contact.Kind.COMPANY if sketch.company else Contact.Kind.PERSON,
        first_name=first,
        last_name=last,
        company_name=sketch.company,
        emails=(EmailEntry(mail, "work" if sketch.company else "home"),),
        phones=(PhoneEntry(f"{trade.phone_prefix}{die.randint(100, 9999):04d}", "mobile"),),
        addresses=(
            AddressEntry(
                street=f"{die.choice(trade.streets)} {die.randint(1, 120)}", city=sketch.city, country=trade.country
            ),
        ),
        tags=sketch.tags,
        note=die.choice(trade.notes) if die.random() < NOTED else "",
    )


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter if letter.isalnum() else "-" for letter in bare).strip("-").replace("--", "-")


def _has_signed_in(contact: Contact, at: datetime) -> None:
    customer = Customer.objects.select_related("user").get(contact=contact)
    customer.details_reviewed_at = at
    customer.save(update_fields=["details_reviewed_at"])
    user = customer.user
    user.must_change_password, user.temporary_password_until, user.last_login = False, None, at
    user.save(update_fields=["must_change_password", "temporary_password_until", "last_login"])


def _the_cast(trade: Trade) -> None:
    """Give the customers that the demo prints the usernames and passwords that it prints."""
    for person, sketch in trade.cast:
        user = User.objects.get(name=sketch.person, kind=User.Kind.CUSTOMER)
        user.username = person.username
        user.set_password(person.password)
        user.save(update_fields=["username", "password"])
