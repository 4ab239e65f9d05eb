"""What waits for somebody of the team, at the top of the home page until it is dealt with."""

from collections.abc import Callable
from dataclasses import dataclass

from tenants.accounts.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence, the address where it can be dealt with, and how many things it is about.

    ``badge`` says how long there is, with a tone of the kit's badges.
    """

    count: int
    text: str
    url: str
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """``action`` of access.ACTIONS says who is told. ``find`` runs in the business's scope, in one query."""

    name: str
    order: int
    action: str
    icon: str
    find: Callable[[User], Found | None]


_needs: dict[str, Need] = {}


def register_need(need: Need) -> None:
    """Add a kind of need; called from an app's ready()."""
    _needs[need.name] = need


def needs_of(member: User) -> list[tuple[Need, Found]]:
    """Return what waits for this member, the most pressing first: what is in danger, then as kinds are ordered."""
    asked = (need for need in _needs.values() if member.may(need.action))
    waiting = [(need, found) for need in asked if (found := need.find(member)) is not None and found.count]
    return sorted(waiting, key=lambda one: (one[1].tone != "danger", one[0].order))
