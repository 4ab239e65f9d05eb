"""What the API will not do, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class Unauthenticated(MangoError):
    code = "unauthenticated"
    status = HTTPStatus.UNAUTHORIZED
    message = _("Send a key that is valid here: “Authorization: Bearer mango_…”.")


class CsrfRefused(MangoError):
    code = "csrf_refused"
    status = HTTPStatus.FORBIDDEN
    message = _("A browser's session may change things only with its X-CSRFToken header. Nothing was changed.")


class ScopeMissing(MangoError):
    code = "scope_missing"
    status = HTTPStatus.FORBIDDEN
    message = _("This key has not the scope %(scope)s. Make another key that has it.")


class ScopeAboveRole(MangoError):
    code = "scope_above_role"
    status = HTTPStatus.FORBIDDEN
    message = _("Your role does not include %(scope)s, so you cannot give it to a key.")


class ScopesMissing(MangoError):
    code = "scopes_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose at least one thing that the key may do.")


class ExpiryPast(MangoError):
    code = "expiry_past"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose a day to come: this key would never work.")


class KeyMadeBefore(MangoError):
    code = "key_made_before"
    status = HTTPStatus.CONFLICT
    message = _("This form made its key already, and a secret is shown once. Revoke the key if you did not copy it.")


class Invalid(MangoError):
    code = "invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Some of what was sent cannot be used. Nothing was changed.")


class Malformed(MangoError):
    code = "malformed"
    status = HTTPStatus.BAD_REQUEST
    message = _("The body is not JSON that can be read. Nothing was changed.")


class MethodRefused(MangoError):
    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    message = _("This address has no such method.")


class NotAcceptable(MangoError):
    code = "not_acceptable"
    status = HTTPStatus.NOT_ACCEPTABLE
    message = _("Answers are application/json.")


class MediaTypeRefused(MangoError):
    code = "unsupported_media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    message = _("Send the body as application/json. Nothing was changed.")


class BodyTooLarge(MangoError):
    code = "body_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = _("The body is too large. Nothing was changed.")


class Overtaken(MangoError):
    code = "overtaken"
    status = HTTPStatus.PRECONDITION_FAILED
    message = _("Somebody changed this since you read it. Nothing was changed: read it again, then send your change.")


class KeyReused(MangoError):
    code = "idempotency_key_reused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("This Idempotency-Key was sent with another request before. Nothing was done; use a new key.")


class KeyRefused(MangoError):
    code = "idempotency_key_refused"
    status = HTTPStatus.BAD_REQUEST
    message = _("An Idempotency-Key has 1 to 200 visible ASCII characters.")


class StillRunning(MangoError):
    code = "still_running"
    status = HTTPStatus.CONFLICT
    message = _("The first request with this Idempotency-Key is still running. Ask again in a few seconds.")


class RateExceeded(MangoError):
    code = "rate_exceeded"
    status = HTTPStatus.TOO_MANY_REQUESTS
    message = _("Too many calls within a minute. Nothing was done; Retry-After says in how many seconds to go on.")


class PageFirst(MangoError):
    code = "page_first"
    status = HTTPStatus.FORBIDDEN
    message = _("Sign in on the web page and do first what it asks of you.")


class ServerFault(MangoError):
    code = "server_fault"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    message = _("Something went wrong on our side. Nothing was half done; quote the request_id when you write to us.")
