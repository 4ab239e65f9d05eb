"""A contact's timeline in words: what the record holds as verbs and facts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from tenants.activity.models import Activity
from tenants.activity.timeline import PAGE_SIZE, timeline


@dataclass(frozen=True, slots=True)
class Wording:
    """How a verb of the record reads; ``text`` is filled from its facts."""

    text: str | Promise
    icon: str = "circle"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    text: str
    icon: str
    tone: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class History:
    """``before`` is where the next older page begins, 0 at the end."""

    events: list[Event]
    before: int = 0


_wordings: dict[str, Wording] = {}


def register_wording(verb: str, text: str | Promise, *, icon: str = "circle", tone: str = "") -> None:
    """Say how a verb reads in a contact's history; called from an app's ready()."""
    _wordings[verb] = Wording(text, icon, tone)


def history_of(contact_id: int, *, before: int | None = None, limit: int = PAGE_SIZE) -> History:
    """Return what happened around a contact, newest first."""
    page = timeline(contact_id, before=before, limit=limit)
    return History([_event(row) for row in page.rows], page.before)


def _event(row: Activity) -> Event:
    wording = _wordings.get(row.verb) or Wording(row.verb.replace(".", " ").replace("_", " ").capitalize())
    return Event(row.pk, _filled(str(wording.text), row.facts), wording.icon, wording.tone, row.at, row.actor_name)


def _filled(text: str, facts: dict[str, object]) -> str:
    try:
        return text % facts
    except (KeyError, ValueError):
        return text.split("%(", maxsplit=1)[0].rstrip(" :,“")  # a row from an older release, which recorded fewer facts
