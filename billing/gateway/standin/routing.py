"""The table of addresses: method, path with {names}, the handler, and the SDK's parameters that it accepts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .call import Call
from .errors import Json

Handler = Callable[..., Json]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Handler
    params: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path) + "$")


def find(routes: Iterable[Route], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    for route in routes:
        if route.method == method and (match := route.pattern.match(path)):
            return route, match.groupdict()
    return None


def retrieving(kind: str) -> Handler:
    def retrieve(call: Call, object_id: str) -> Json:
        return call.get(kind, object_id)

    return retrieve


def listing(kind: str, *filters: str) -> Handler:
    """A page of a kind, newest first, narrowed by the parameters named."""
    from .lists import page

    def listed(call: Call) -> Json:
        return page(call, call.select(kind, **_wanted(call.params, filters)))

    return listed


def _wanted(params: Json, filters: tuple[str, ...]) -> dict[str, Any]:
    """Fields and their values; one inside a hash as `hash__field`."""
    wanted: dict[str, Any] = {}
    for name in params.keys() & set(filters):
        if isinstance(params[name], dict):
            wanted |= {f"{name}__{inner}": value for inner, value in params[name].items()}
        else:
            wanted[name] = params[name]
    return wanted
