"""Lists by key: the next page starts after the last row seen, so that deep pages cost what the first one costs."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.http import QueryDict

Row = TypeVar("Row", bound=models.Model)
PAGE_SIZE = 50
_LONGEST_ID = 18


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, newest first; ``next`` and ``first`` are query strings, empty where there is nothing."""

    rows: list[Row]
    next: str
    first: str


def newest_first(rows: "models.QuerySet[Row]", query: QueryDict, *, size: int = PAGE_SIZE) -> Page[Row]:
    """Return the page that ``?before=ID`` names; what is no number means the first page."""
    before = row_id(query.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    more = len(found) > size
    return Page(
        found[:size],
        next=_query(query, str(found[size - 1].pk)) if more else "",
        first=_query(query, "") if before is not None else "",
    )


def row_id(text: str) -> int | None:
    """Return a row's number out of what a browser sent, None for what cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID else None


def _query(query: QueryDict, before: str) -> str:
    wanted = query.copy()
    wanted.pop("before", None)
    if before:
        wanted["before"] = before
    return f"?{wanted.urlencode()}"
