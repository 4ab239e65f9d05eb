"""What a contact's people see of what the business holds about them; internal notes and tags are not among it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.countries import country_name
from crm.models import Address, Contact

Parts = Mapping[str, str]

NAMES = {"first_name": _("First name"), "last_name": _("Last name"), "company_name": _("Company")}
ADDRESS_PARTS = ("street", "postcode", "city", "region", "country")
MISSING = {
    "new:phone": _("Another phone number"),
    "new:email": _("Another e-mail address"),
    "new:address": _("Another address"),
}
"""What may be missing, whatever else is there; a name that is empty may be missing, too."""


@dataclass(frozen=True, slots=True)
class Detail:
    """``key`` names the detail for ever ("email:12"), so that an answer "this is wrong" can point at it.

    ``value`` is for readers, in their language; ``parts`` are its fields, by which two values are compared.
    """

    key: str
    label: str | Promise
    value: str
    parts: Parts

    @property
    def seen(self) -> str:
        """What a form carries to say which value its reader had before them."""
        return hashlib.sha256(json.dumps(self.parts, sort_keys=True).encode()).hexdigest()[:16]


def details_of(contact: Contact) -> list[Detail]:
    """Return the shown details of a contact, in the order of a letterhead; lines of an address are separate lines."""
    return [detail for detail in _all(contact) if detail.value]


def missing_of(contact: Contact) -> list[Detail]:
    """Return what a customer may add: the names that are empty, and one more of what may stand there several times."""
    names = [detail for detail in _names(contact) if not detail.value]
    return names + [Detail(key, label, "", {}) for key, label in MISSING.items()]


def kind_of(key: str) -> str:
    """Return "email" for "email:12" and for "new:email"; the names are kinds of their own."""
    first, _colon, last = key.partition(":")
    return last if first == "new" else first


def text_of(key: str, parts: Parts) -> str:
    """Return a value for a reader, in their language; nothing for no value."""
    if kind_of(key) == "address":
        return "\n".join(_lines(parts)) if parts else ""
    return next(iter(parts.values()), "")


def lines_of(address: Address) -> str:
    """Return an address as it stands on an envelope, one part a line."""
    return "\n".join(_lines(_parts_of(address)))


def _all(contact: Contact) -> Iterator[Detail]:
    yield from _names(contact)
    for email in contact.emails.all():
        yield _detail(f"email:{email.pk}", _labelled(_("E-mail"), email.label), {"address": email.address})
    for phone in contact.phones.all():
        yield _detail(f"phone:{phone.pk}", _labelled(_("Phone"), phone.label), {"number": phone.number})
    for address in contact.addresses.all():
        yield _detail(f"address:{address.pk}", _labelled(_("Address"), address.label), _parts_of(address))


def _names(contact: Contact) -> Iterator[Detail]:
    for key, label in NAMES.items():
        name = getattr(contact, key)
        yield Detail(key, label, name, {key: name} if name else {})


def _detail(key: str, label: str, parts: Parts) -> Detail:
    return Detail(key, label, text_of(key, parts), parts)


def _parts_of(address: Address) -> dict[str, str]:
    return {name: getattr(address, name) for name in ADDRESS_PARTS}


def _lines(parts: Parts) -> list[str]:
    place = " ".join(part for part in (parts["postcode"], parts["city"]) if part)
    country = country_name(parts["country"], get_language() or "en") if parts["country"] else ""
    lines = [*parts["street"].splitlines(), place, parts["region"], country]
    return [line.strip() for line in lines if line.strip()]


def _labelled(kind: str | Promise, label: str) -> str:
    return f"{kind} ({label})" if label else str(kind)
