"""Refusals, in the words and the JSON of Stripe's API."""

from http import HTTPStatus
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """One error answer; `keeps_effects` says that what was written before it stays (a decline is a fact)."""

    def __init__(
        self, message: str, *, status: int = HTTPStatus.BAD_REQUEST, kind: str = "invalid_request_error", **facts: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = int(status)
        self.kind = kind
        self.facts = {name: value for name, value in facts.items() if value is not None}
        self.keeps_effects = kind == "card_error"

    def body(self) -> Json:
        error: Json = {**self.facts, "message": self.message, "type": self.kind}
        if code := self.facts.get("code"):
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{str(code).replace('_', '-')}"
        return {"error": error}


class RefusedParamsError(ApiError):
    """Refused before anything ran, so an idempotency key stays unused, as Stripe documents."""


def missing_param(param: str) -> RefusedParamsError:
    return RefusedParamsError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    return ApiError(message, param=param, code=code)


def refuse_unsupported(given: Json, *names: str, inside: str = "") -> None:
    """Stripe takes these and they change what is paid; here they would be ignored, so they are refused aloud."""
    for name in names:
        if given.get(name):
            param = f"{inside}[{name}]" if inside else name
            raise RefusedParamsError(f"The stand-in does not support `{param}`.", param=param)


def no_such(noun: str, given: str, *, param: str | None = None) -> ApiError:
    """404 when the address names it, 400 when a parameter does."""
    status = HTTPStatus.BAD_REQUEST if param else HTTPStatus.NOT_FOUND
    return ApiError(f"No such {noun}: '{given}'", status=status, code="resource_missing", param=param or "id")


def unauthorized(message: str) -> ApiError:
    return ApiError(message, status=HTTPStatus.UNAUTHORIZED)
