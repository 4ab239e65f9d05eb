"""Short words for tests about money: contacts, charges and payments of the business in scope."""

from decimal import Decimal

from billing.models import Charge, LedgerEntry, Payment
from billing.selectors.accounts import open_items
from billing.selectors.faults import faults
from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from crm.models import Contact, ContactEmail
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


def contact(name="Cleo van Dam", email="cleo@example.com") -> Contact:
    made = Contact.objects.create(kind="person", display_name=name, sort_name=name.lower(), search_text=name.lower())
    if email:
        ContactEmail.objects.create(contact=made, address=email, is_primary=True)
    return made


def money(minor: int) -> Money:
    return Money(minor, require_business().currency)


def charge(of: Contact, minor: int, description="Sourdough", **facts) -> Charge:
    by, key = facts.pop("added_by", None), facts.pop("request_key", None)
    draft = ChargeDraft(description=description, unit_price=money(minor), **facts)
    return add_charge(contact_id=of.pk, draft=draft, added_by=by, request_key=key)


def pay(of: Contact, minor: int, *, request_key=None, recorded_by=None, **facts) -> Payment:
    draft = PaymentDraft(amount=money(minor), method=facts.pop("method", "cash"), **facts)
    return record_payment(contact_id=of.pk, draft=draft, recorded_by=recorded_by, request_key=request_key)


def due(of: Contact) -> dict[str, int]:
    """What is still due, by description."""
    return {item.charge.description: item.due.minor for item in open_items(of.pk)}


def entries(of: Contact) -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.filter(contact=of).order_by("pk")
    return [(row.kind, row.amount_minor) for row in rows]


def assert_books_add_up() -> None:
    assert list(faults()) == []


TEN_PERCENT = Decimal(10)
