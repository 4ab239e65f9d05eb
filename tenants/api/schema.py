"""OpenAPI 3.1 out of the endpoints, with every code that an address may refuse with."""

from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from tenants.api import errors
from tenants.api.scopes import scope_of
from tenants.kernel.errors import MangoError, NotAllowed, NotFound

_ALWAYS = (errors.Unauthenticated, NotAllowed, errors.ScopeMissing, errors.MethodRefused, errors.NotAcceptable)
_OF_BODIES = (errors.Malformed, errors.Invalid, errors.MediaTypeRefused, errors.BodyTooLarge)
_OF_KEYS = (errors.KeyRefused, errors.KeyReused, errors.StillRunning)
_ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "Names this request: sent again within 24 hours it is answered again and not done again.",
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag you read: the change is made only if nobody was faster.",
}


@cache
def document() -> dict[str, Any]:
    """Return the whole schema: the same for every business, so made once a process."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class Schema(AutoSchema):
    """Adds to each operation what all have in common: the action's scope, headers, refusals in their one shape."""

    view: Any

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        self._add_headers(operation)
        scope = scope_of(self.view.actions[self.method])
        if scope:
            operation["x-scope"] = scope
            operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`".strip()
        for status, refusals in _by_status(self._refusals()).items():
            operation["responses"][str(int(status))] = self._problem(status, refusals)
        return operation

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """Call what is shown by what it is: ShownContact is a Contact."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removeprefix("Shown")

    @property
    def _is_once(self) -> bool:
        return getattr(getattr(self.view, self.method.lower()), "is_once", False)

    def _add_headers(self, operation: dict[str, Any]) -> None:
        headers = [_ONCE] * self._is_once + [_IF_MATCH] * (self.method == "PATCH")
        if headers:
            operation["parameters"] = [*operation.get("parameters", []), *headers]

    def _refusals(self) -> Iterable[type[MangoError]]:
        yield from _ALWAYS
        yield errors.RateExceeded
        if "{" in self.path:
            yield NotFound
        if self.method == "GET":
            yield errors.Invalid
            return
        yield errors.CsrfRefused
        yield from _OF_BODIES
        yield from _OF_KEYS if self._is_once else ()
        yield from self.view.refusals
        if self.method == "PATCH":
            yield errors.Overtaken

    def _problem(self, status: HTTPStatus, refusals: list[type[MangoError]]) -> dict[str, Any]:
        from tenants.api.fields import ProblemBody

        shape = self.resolve_serializer(ProblemBody, "response").ref
        examples = {each.code: {"value": _example(each)} for each in refusals}
        return {
            "description": f"{status.phrase}: {', '.join(examples)}",
            "content": {"application/json": {"schema": shape, "examples": examples}},
        }


def _by_status(refusals: Iterable[type[MangoError]]) -> dict[HTTPStatus, list[type[MangoError]]]:
    found: dict[HTTPStatus, list[type[MangoError]]] = {}
    for each in refusals:
        found.setdefault(each.status, []).append(each)
    return dict(sorted(found.items()))


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _example(refusal: type[MangoError]) -> Mapping[str, Any]:
    message = str(refusal.message) % _Blanks()
    return {"code": refusal.code, "message": message, "fields": {}, "request_id": "9f8b6d1c2e3a4f50"}
