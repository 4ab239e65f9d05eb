"""The schema as people read it: every address with what it takes, gives and refuses."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tenants.api.schema import document

_SAMPLES = {"date-time": "2026-03-02T09:30:00+01:00", "date": "2026-03-02", "email": "cleo@example.com"}
_PLAIN: dict[str, Any] = {"string": "…", "integer": 1, "number": 1, "boolean": True}
_IN_PATH = "path"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    description: str


@dataclass(frozen=True, slots=True)
class Refusal:
    status: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``request`` and ``answer`` are examples as JSON, empty where nothing is sent or answered."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Parameter]
    request: str
    status: str
    answer: str
    refusals: list[Refusal]


@cache
def reference() -> dict[str, list[Operation]]:
    """Return every operation by what it is about, in the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(method.upper(), path, told))
    return found


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    status, good = next((code, each) for code, each in told["responses"].items() if code.startswith("2"))
    return Operation(
        name=told["operationId"],
        method=method,
        path=path,
        summary=told.get("summary", ""),
        description=told.get("description", "").partition("\n\nScope:")[0].removeprefix("Scope:"),
        scope=told.get("x-scope", ""),
        parameters=[_parameter(each) for each in told.get("parameters", []) if each["in"] != _IN_PATH],
        request=_json(_example(told.get("requestBody", {}))),
        status=status,
        answer=_json(_example(good)),
        refusals=list(_refusals(told["responses"])),
    )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    return Parameter(told["name"], told["in"], told.get("description", ""))


def _refusals(responses: Mapping[str, Any]) -> Iterator[Refusal]:
    for status, told in responses.items():
        for code, example in told.get("content", {}).get("application/json", {}).get("examples", {}).items():
            if not status.startswith("2"):
                yield Refusal(status, code, example["value"]["message"])


def _example(told: Mapping[str, Any]) -> Any:
    """Return an example that was written, or one made out of the shape."""
    body = told.get("content", {}).get("application/json")
    if body is None:
        return None
    written = next(iter(body.get("examples", {}).values()), None)
    return written["value"] if written else _sample(body["schema"])


def _sample(shape: Mapping[str, Any]) -> Any:
    """Return the simplest thing of a shape."""
    plain = _resolved(shape)
    if "enum" in plain:
        return plain["enum"][0]
    kind = plain.get("type")
    kind = kind[0] if isinstance(kind, list) else kind  # ["string", "null"]
    if kind == "object":
        return {name: _sample(inner) for name, inner in plain.get("properties", {}).items()}
    if kind == "array":
        return [_sample(plain["items"])]
    return _SAMPLES.get(plain.get("format", ""), _PLAIN.get(str(kind)))


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references, and take the first of what a shape is said to be."""
    if "$ref" in shape:
        return _resolved(document()["components"]["schemas"][shape["$ref"].rpartition("/")[2]])
    choices = next((shape[name] for name in ("allOf", "oneOf", "anyOf") if name in shape), None)
    return _resolved(choices[0]) if choices else shape


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, indent=2, ensure_ascii=False)
