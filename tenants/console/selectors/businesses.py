"""Every business, a page at a time by key. What stands in a list was counted by a job: no page enters every schema."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import NotFound
from tenants.models import Business
from tenants.provisioning import script

PAGE_SIZE = 50
STATES = (
    (Business.State.ACTIVE, _("Active")),
    (Business.State.READ_ONLY, _("Read-only")),
    (Business.State.CLOSED, _("Closed")),
)


@dataclass(frozen=True)
class Sort:
    """An order that a page can be taken up in; ``read`` turns a key in an address back into a value."""

    label: str | Promise
    key: Any
    read: Callable[[Any], Any]
    is_falling: bool = True


SORTS = {
    "newest": Sort(_("Newest"), F("pk"), int),
    "name": Sort(_("Name"), Lower("name"), str, is_falling=False),
    "activity": Sort(_("Last activity"), Coalesce("pulse__last_activity_at", "created_at"), datetime.fromisoformat),
    "contacts": Sort(_("Contacts"), Coalesce("pulse__contacts", 0), int),
    "mail": Sort(_("Mail trouble"), Coalesce("pulse__mail_troubled", 0), int),
}


@dataclass(frozen=True)
class BusinessPage:
    """Rows with ``pulse`` where there is one; ``next`` and ``first`` are query strings, empty where there is none."""

    rows: list[Business]
    query: str
    state: str
    sort: str
    next: str
    first: str


def business_page(asked: QueryDict) -> BusinessPage:
    """Return the page that ``q``, ``state``, ``sort`` and ``after`` name; what cannot be meant is passed over."""
    query, state = asked.get("q", "").strip()[:100], asked.get("state", "")
    state = state if state in Business.State.values else ""
    name = asked.get("sort", "") if asked.get("sort") in SORTS else "newest"
    sort = SORTS[name]
    rows = _after(_matching(query, state).alias(sort_key=sort.key).annotate(key=sort.key), sort, asked.get("after", ""))
    order = ("-key", "-pk") if sort.is_falling else ("key", "pk")
    found = list(rows.select_related("plan", "pulse").order_by(*order)[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = found[:PAGE_SIZE]
    return BusinessPage(
        shown,
        query,
        state,
        name,
        next=_with(asked, after=_cursor(shown[-1])) if more else "",
        first=_with(asked) if "after" in asked else "",
    )


def business_named(business_id: int) -> Business:
    """Return a business with its plan and pulse; raises NotFound."""
    found = Business.objects.select_related("plan", "pulse").filter(pk=business_id).first()
    if found is None:
        raise NotFound
    return found


def current_fingerprint() -> str:
    """Return the fingerprint that a business's schema has in this release; reads the script once a process."""
    return script.load().fingerprint


def _matching(query: str, state: str) -> "QuerySet[Business]":
    rows = Business.objects.all()
    if state:
        rows = rows.filter(state=state)
    if query:
        by_id = Q(pk=int(query)) if query.isascii() and query.isdecimal() and len(query) < 18 else Q()  # noqa: PLR2004 bigint
        rows = rows.filter(Q(name__icontains=query) | Q(subdomain__icontains=query) | by_id)
    return rows


def _after(rows: "QuerySet[Any]", sort: Sort, cursor: str) -> "QuerySet[Any]":
    try:
        key, pk = json.loads(cursor)
        value, pk = sort.read(key), int(pk)
    except (TypeError, ValueError):
        return rows
    way = "lt" if sort.is_falling else "gt"
    return rows.filter(Q(**{f"sort_key__{way}": value}) | Q(sort_key=value, **{f"pk__{way}": pk}))


def _cursor(row: Any) -> str:
    key = row.key.isoformat() if isinstance(row.key, datetime) else row.key
    return json.dumps([key, row.pk])


def _with(asked: QueryDict, **more: str) -> str:
    wanted = asked.copy()
    wanted.pop("after", None)
    for name, value in more.items():
        wanted[name] = value
    return f"?{wanted.urlencode()}"
