"""Reading the record, a page at a time by key: page 1,000 costs what page 1 costs."""

from dataclasses import dataclass

from tenants.activity.models import Activity
from tenants.activity.sight import Reader, readable_by

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows newest first; ``before`` is where the next older page begins, 0 at the end."""

    rows: list[Activity]
    before: int = 0


def timeline(
    contact_id: int | None = None, *, reader: Reader | None = None, before: int | None = None, limit: int = PAGE_SIZE
) -> Timeline:
    """Return what happened around a contact, or in the whole business, before a row: what a reader may see of it."""
    rows = Activity.objects.order_by("-id")
    if reader is not None:
        rows = rows.filter(readable_by(reader))
    if contact_id is not None:
        rows = rows.filter(contact_id=contact_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return Timeline(shown, shown[-1].pk if len(found) > limit else 0)
