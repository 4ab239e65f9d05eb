"""Parts of a page that a layer above contributes: a contact's page shows its balance without knowing billing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Panel = Callable[..., str | None]


@dataclass(frozen=True, order=True)
class _Entry:
    order: int
    name: str
    render: Panel


_slots: dict[str, list[_Entry]] = defaultdict(list)


def register_panel(slot: str, order: int, render: Panel) -> None:
    """Hang ``render(request, **subject) -> html | None`` into a slot; called once, from an app's ready()."""
    name = f"{render.__module__}.{render.__qualname__}"
    entries = [entry for entry in _slots[slot] if entry.name != name]
    _slots[slot] = sorted([*entries, _Entry(order, name, render)])


def panels(slot: str, request: HttpRequest, **subject: Any) -> list[str]:
    """Return the html of every panel of a slot that has something to show."""
    return [html for entry in _slots[slot] if (html := entry.render(request, **subject))]
