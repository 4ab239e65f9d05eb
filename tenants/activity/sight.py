"""Which rows of the record somebody may read: what a role may not see on its own page, it does not read here either."""

from typing import Protocol

from django.db.models import Q


class Reader(Protocol):
    def may(self, action: str) -> bool: ...


_kept: dict[str, str] = {
    "api_key.": "api_keys.manage",
    "member.": "team.view",
    "user.role_changed": "team.view",
}
"""From how verbs begin to the action that reading them asks for; what is not here is for the whole team."""


def keep_for(beginning: str, action: str) -> None:
    """Keep verbs that begin so for members who may do this; called from an app's ready()."""
    _kept[beginning] = action


def readable_by(reader: Reader) -> Q:
    """Return the condition that a row is one which this member may read."""
    readable = Q()
    for beginning, action in _kept.items():
        if not reader.may(action):
            readable &= ~Q(verb__startswith=beginning)
    return readable
