"""A refusal: something the product will not do, with a code, a status and a sentence that says what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MangoError(Exception):
    """Base of every refusal; pages and API answer with the same code and sentence.

    Keyword arguments fill ``message`` (``%(name)s``) and are kept in ``facts``; never pass a secret.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    message: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(facts)

    def __str__(self) -> str:
        return str(self.message) % self.facts

    def as_json(self, fields: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
        """Return what programs are told; ``request_id`` stands on our log lines and in ``X-Request-Id``, too."""
        request_id = structlog.contextvars.get_contextvars().get("request", "")
        return {"code": self.code, "message": str(self), "fields": dict(fields or {}), "request_id": request_id}


class NotFound(MangoError):
    code = "not_found"
    status = HTTPStatus.NOT_FOUND
    message = _("There is nothing at this address.")


class NotAllowed(MangoError):
    code = "not_allowed"
    status = HTTPStatus.FORBIDDEN
    message = _("Your role does not include this. Ask an owner or admin of your team.")


class TooMany(MangoError):
    code = "too_many_requests"
    status = HTTPStatus.TOO_MANY_REQUESTS
    message = _("Too many attempts. Wait a quarter of an hour and try again.")


class Unavailable(MangoError):
    code = "unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("This is not available right now. Nothing was lost; try again in a minute.")
