"""What layers above add to the list of contacts: columns read for a whole page at once, and filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.functional import Promise

Cells = Mapping[int, str]
Condition = Q | Combinable


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``cells(request, contact_ids)`` returns html by contact id, for the whole page in a fixed number of queries.

    It returns None when whoever asks may not see the column.
    """

    name: str
    label: str | Promise
    order: int
    cells: Callable[[HttpRequest, Sequence[int]], Cells | None]
    is_numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A chip above the list; ``condition(request)`` is None when whoever asks may not use it."""

    name: str
    label: str | Promise
    order: int
    condition: Callable[[HttpRequest], Condition | None]


_columns: dict[str, Column] = {}
_filters: dict[str, Filter] = {}


def register_column(column: Column) -> None:
    """Add a column; called from an app's ready()."""
    _columns[column.name] = column


def register_filter(given: Filter) -> None:
    """Add a filter; called from an app's ready()."""
    _filters[given.name] = given


def columns() -> list[Column]:
    return sorted(_columns.values(), key=lambda column: column.order)


def filters() -> list[Filter]:
    return sorted(_filters.values(), key=lambda given: given.order)
