"""What a contact's people see of what the business holds about them; internal notes and tags are not among it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.countries import country_name
from crm.models import Address, Contact


@dataclass(frozen=True, slots=True)
class Detail:
    """``key`` names the detail for ever ("email:12"), so that a later answer "this is wrong" can point at it."""

    key: str
    label: str | Promise
    value: str


def details_of(contact: Contact) -> list[Detail]:
    """Return the shown details of a contact, in the order of a letterhead; lines of an address are separate lines."""
    return [detail for detail in _all(contact) if detail.value]


def _all(contact: Contact) -> Iterator[Detail]:
    yield Detail("first_name", _("First name"), contact.first_name)
    yield Detail("last_name", _("Last name"), contact.last_name)
    yield Detail("company_name", _("Company"), contact.company_name)
    for email in contact.emails.all():
        yield Detail(f"email:{email.pk}", _labelled(_("E-mail"), email.label), email.address)
    for phone in contact.phones.all():
        yield Detail(f"phone:{phone.pk}", _labelled(_("Phone"), phone.label), phone.number)
    for address in contact.addresses.all():
        yield Detail(f"address:{address.pk}", _labelled(_("Address"), address.label), lines_of(address))


def lines_of(address: Address) -> str:
    """Return an address as it stands on an envelope, one part a line."""
    place = " ".join(part for part in (address.postcode, address.city) if part)
    country = country_name(address.country, get_language() or "en") if address.country else ""
    lines = [*address.street.splitlines(), place, address.region, country]
    return "\n".join(line.strip() for line in lines if line.strip())


def _labelled(kind: str | Promise, label: str) -> str:
    return f"{kind} ({label})" if label else str(kind)
