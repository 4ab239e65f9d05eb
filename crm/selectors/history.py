"""A contact's timeline in words: what the record holds as verbs and facts."""

from dataclasses import dataclass

from tenants.accounts.models import User
from tenants.activity.timeline import PAGE_SIZE, timeline
from tenants.activity.wording import Event, event_of


@dataclass(frozen=True, slots=True)
class History:
    """``before`` is where the next older page begins, 0 at the end."""

    events: list[Event]
    before: int = 0


def history_of(contact_id: int, *, seen_by: User, before: int | None = None, limit: int = PAGE_SIZE) -> History:
    """Return what happened around a contact, newest first, as far as a member's role may know of it."""
    page = timeline(contact_id, reader=seen_by, before=before, limit=limit)
    return History([event_of(row) for row in page.rows], page.before)
