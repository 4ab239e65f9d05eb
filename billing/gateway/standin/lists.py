"""Stripe's lists: newest first, `limit`, `starting_after`, `ending_before`, `created`, and `has_more`."""

import operator
from collections.abc import Sequence
from typing import Any

from .call import Call
from .errors import Json, RefusedParamsError, invalid

_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
_MOST = 100
_USUAL = 10


def page(call: Call, oldest_first: Sequence[Json], *, url: str | None = None) -> Json:
    """One page of these, as the call's parameters ask for it."""
    items = [each for each in reversed(oldest_first) if _created_matches(each, call.params.get("created"))]
    limit = call.params.get("limit", _USUAL)
    if not 1 <= limit <= _MOST:
        bound = "less than or equal to 100" if limit > _MOST else "greater than or equal to 1"
        raise RefusedParamsError(f"This value must be {bound}.", param="limit", code="parameter_invalid_integer")
    shown, has_more = _cut(items, limit, call.params)
    return {"object": "list", "data": shown, "has_more": has_more, "url": url or ""}


def whole(items: Sequence[Json], url: str) -> Json:
    return {"object": "list", "data": list(items), "has_more": False, "url": url}


def _cut(items: list[Json], limit: int, params: Json) -> tuple[list[Json], bool]:
    if before := params.get("ending_before"):
        earlier = items[: _place(items, before, "ending_before")]
        return earlier[-limit:], len(earlier) > limit
    start = _place(items, params["starting_after"], "starting_after") + 1 if "starting_after" in params else 0
    rest = items[start:]
    return rest[:limit], len(rest) > limit


def _place(items: list[Json], object_id: str, param: str) -> int:
    for index, item in enumerate(items):
        if item["id"] == object_id:
            return index
    raise invalid(f"No such object: '{object_id}'", param=param, code="resource_missing")


def _created_matches(item: Json, wanted: Any) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, dict):
        return all(_COMPARE[name](item["created"], int(bound)) for name, bound in wanted.items())
    return bool(item["created"] == int(wanted))
