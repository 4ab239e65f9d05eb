"""Writing how a contact is reached: rows that stay, or are edited in place, keep their identity and its history."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TypeVar

from crm import phones
from crm.entries import EmailEntry, NewContact
from crm.errors import EmailTwice
from crm.models import Address, Contact, ContactEmail, ContactPhone
from emails.services.addresses import one_address

Row = TypeVar("Row", ContactEmail, ContactPhone, Address)


def put_reach(contact: Contact, details: NewContact) -> None:
    """Leave a contact with exactly these e-mail addresses, phone numbers and postal addresses, in this order."""
    _refuse_twice(details.emails)
    region = phones.home_region()
    _put(
        ContactEmail.objects.filter(contact=contact),
        [
            ContactEmail(contact=contact, address=one_address(entry.address), label=entry.label)
            for entry in details.emails
        ],
        key=lambda row: row.address.lower(),
    )
    ContactEmail.objects.filter(contact=contact, position=0).update(is_primary=True)
    _put(
        ContactPhone.objects.filter(contact=contact),
        [
            ContactPhone(contact=contact, e164=phones.e164(entry.number, region), **asdict(entry))
            for entry in details.phones
        ],
        key=lambda row: row.number,
    )
    _put(
        Address.objects.filter(contact=contact),
        [Address(contact=contact, **asdict(entry)) for entry in details.addresses],
        key=lambda row: (row.label, row.street, row.postcode, row.city, row.region, row.country),
    )


def _put(there: Iterable[Row], wanted: list[Row], *, key: Callable[[Row], object]) -> None:
    rows = list(there)
    known_as = _identities(rows, wanted, key=key)
    stay = {known.pk for known in known_as if known is not None}
    for row in rows:
        if row.pk not in stay:
            row.delete()
    for position, (row, known) in enumerate(zip(wanted, known_as, strict=True)):
        row.pk = None if known is None else known.pk
        row.position = position
        row.save()


def _identities(rows: list[Row], wanted: list[Row], *, key: Callable[[Row], object]) -> list[Row | None]:
    """Return which row each of the wanted was before: the one that says the same, else the one edited in its place."""
    held = {key(row): row for row in rows}
    kept = {key(row) for row in wanted}
    in_place = {row.position: row for row in rows if key(row) not in kept}
    return [held.pop(key(row), None) or in_place.pop(position, None) for position, row in enumerate(wanted)]


def _refuse_twice(emails: tuple[EmailEntry, ...]) -> None:
    seen: set[str] = set()
    for entry in emails:
        if entry.address.lower() in seen:
            raise EmailTwice(address=entry.address)
        seen.add(entry.address.lower())
