"""Pages by key: the hundredth costs what the first does, and nothing shifts when somebody adds a contact."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from crm.models import Contact
from crm.models.contact import ContactQuerySet

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class ContactPage:
    """``previous`` and ``next`` are cursors, empty at the ends."""

    rows: list[Contact]
    previous: str = ""
    next: str = ""


def page_of(found: ContactQuerySet, asked: Mapping[str, str], *, size: int = PAGE_SIZE) -> ContactPage:
    """Return the page after or before a cursor, in the order of names; an unreadable cursor gives the first."""
    if before := _read(asked.get("before", "")):
        return _backwards(found, before, size)
    return _forwards(found, _read(asked.get("after", "")), size)


def is_cursor(text: str) -> bool:
    """Say whether a text is one of ours."""
    return _read(text) is not None


def _forwards(found: ContactQuerySet, key: tuple[str, int] | None, size: int) -> ContactPage:
    ahead = found if key is None else found.filter(_beyond(key, "gt"))
    rows = list(ahead.order_by("sort_name", "id")[: size + 1])
    shown = rows[:size]
    more = len(rows) > size
    return ContactPage(shown, _cursor(shown[0]) if key and shown else "", _cursor(shown[-1]) if more else "")


def _backwards(found: ContactQuerySet, key: tuple[str, int], size: int) -> ContactPage:
    rows = list(found.filter(_beyond(key, "lt")).order_by("-sort_name", "-id")[: size + 1])
    shown = rows[:size][::-1]
    if not shown:
        return _forwards(found, None, size)
    return ContactPage(shown, _cursor(shown[0]) if len(rows) > size else "", _cursor(shown[-1]))


def _beyond(key: tuple[str, int], side: str) -> Q:
    name, pk = key
    # The first condition alone can use the index; the second settles those of the same name.
    return Q(**{f"sort_name__{side}e": name}) & (Q(**{f"sort_name__{side}": name}) | Q(**{f"id__{side}": pk}))


def _cursor(contact: Contact) -> str:
    packed = json.dumps([contact.sort_name, contact.pk]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, int] | None:
    try:
        name, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        storable = b"\0" not in name.encode()  # half a surrogate pair is no text either, and raises
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return (name, pk) if storable and type(pk) is int and 0 < pk < 2**63 else None
