"""One detail changed, added or taken away, said as the whole contact: so the one rule that changes contacts does it."""

from dataclasses import replace
from typing import Any

from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact
from crm.selectors.details import NAMES, Parts, kind_of
from crm.selectors.held import held_as_entry

_GROUPS = {"email": "emails", "phone": "phones", "address": "addresses"}
_ENTRIES: dict[str, type[EmailEntry | PhoneEntry | AddressEntry]] = {
    "email": EmailEntry,
    "phone": PhoneEntry,
    "address": AddressEntry,
}


def amended(contact: Contact, key: str, parts: Parts) -> NewContact:
    """Return the contact with one detail saying ``parts``; without parts it is taken away, a new one is added."""
    held = held_as_entry(contact)
    kind = kind_of(key)
    if kind in NAMES:
        return _with(held, kind, parts.get(kind, ""))
    group = _GROUPS[kind]
    ids = [row.pk for row in getattr(contact, group).all()]
    entries: list[Any] = list(getattr(held, group))
    place = next((index for index, pk in enumerate(ids) if key == f"{kind}:{pk}"), None)
    if place is None:
        entries += [_ENTRIES[kind](**parts)] if parts else []
    elif parts:
        entries[place] = replace(entries[place], **parts)
    else:
        del entries[place]
    return _with(held, group, tuple(entries))


def _with(held: NewContact, name: str, value: Any) -> NewContact:
    return replace(held, **{name: value})
