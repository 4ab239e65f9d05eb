"""Which contacts a member sees: this layer keeps the member's scope; crm, above it, says which contacts are whose.

A place in an address that names something of a contact's, such as ``<int:charge_id>``, is registered here once; from
then on ``@allowed`` answers whoever may not see the contact as it answers for an id that nobody has.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from tenants.kernel.errors import NotAllowed, NotFound


class Contacts(Protocol):
    """What crm tells of contacts and the members that they are assigned to."""

    def ids_seen_by(self, member: Any) -> QuerySet[Any, Any]: ...

    def counts(self, member_ids: Iterable[int]) -> Mapping[int, int]: ...

    def hand_over(self, member: Any, to: Any) -> int: ...


Finder = Callable[[int], QuerySet[Any, Any]]
"""From an id in an address to the ids of the contacts that it belongs to."""

_contacts: list[Contacts] = []
_places: dict[str, Finder] = {}


def join(contacts: Contacts) -> None:
    """Say how contacts are found; called from crm's ready()."""
    _contacts[:] = [contacts]


def register_place(name: str, contact_ids: Finder) -> None:
    """Say to which contact a place in addresses leads; called from an app's ready()."""
    _places[name] = contact_ids


def places() -> frozenset[str]:
    return frozenset(_places)


def contacts() -> Contacts:
    (found,) = _contacts
    return found


def within(member: Any, field: str = "contact") -> Q:
    """Return the condition that a row belongs to a contact the member sees; nothing to ask for who sees all."""
    return Q() if member.sees_all_contacts else Q(**{f"{field}__in": contacts().ids_seen_by(member)})


def require_all(member: Any) -> None:
    """Raise NotAllowed for a member who sees only assigned contacts: for what reaches many at once."""
    if not member.sees_all_contacts:
        raise NotAllowed


def check(member: Any, named: Mapping[str, Any]) -> None:
    """Raise NotFound when an address names something of a contact that the member does not see."""
    if member.sees_all_contacts:
        return
    for name in named.keys() & _places.keys():
        if not _places[name](named[name]).filter(within(member, "pk")).exists():
            raise NotFound
