"""What the tests of the accuracy ledger share: Cleo's details by name, and what is said about them."""

from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact, Correction, Customer, DetailCheck
from crm.selectors.checks import checked_details
from crm.selectors.corrections import report_named
from crm.selectors.details import details_of
from crm.services.contacts import update_contact
from crm.services.corrections import report_detail

HELD = NewContact(
    first_name="Cleo",
    last_name="van Dam",
    emails=(EmailEntry("cleo@example.com"),),
    phones=(PhoneEntry("+351 912 345 678", "mobile"),),
    addresses=(AddressEntry(street="Rua do Forno 1", postcode="1200-001", city="Lisboa", country="PT"),),
)


def hold(contact_id: int, **changes: object) -> Contact:
    """Leave Cleo with what is held, some of it changed by the team."""
    from dataclasses import replace

    update_contact(contact_id, details=replace(HELD, **changes))
    return Contact.objects.get(pk=contact_id)


def key_of(contact_id: int, kind: str) -> str:
    """Return the key of the first detail of a kind."""
    contact = Contact.objects.get(pk=contact_id)
    return next(detail.key for detail in details_of(contact) if detail.key.partition(":")[0] == kind)


def value_of(contact_id: int, kind: str) -> str:
    contact = Contact.objects.get(pk=contact_id)
    return next(detail.value for detail in details_of(contact) if detail.key.partition(":")[0] == kind)


def seen(contact_id: int, kind: str) -> str:
    contact = Contact.objects.get(pk=contact_id)
    return next(detail.seen for detail in details_of(contact) if detail.key.partition(":")[0] == kind)


def read(made: Correction) -> str:
    """What a member sends back who has looked at a report as it is now."""
    return report_named(made.pk).seen


def states(contact_id: int) -> dict[str, str]:
    """Where each detail stands, by its kind."""
    contact = Contact.objects.get(pk=contact_id)
    return {one.detail.key.partition(":")[0]: one.state.value for one in checked_details(contact)}


def report(customer: Customer, kind: str, why: str = "", **proposed: str) -> Correction:
    return report_detail(customer.pk, key=key_of(customer.contact_id, kind), proposed=proposed, why=why)


def ledger() -> dict[str, list[dict]]:
    """All rows that a decision could touch, to see that a refusal touched none."""
    rows = (Contact, Correction, DetailCheck)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in rows}
