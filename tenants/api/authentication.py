"""Who is calling: ``Authorization: Bearer mango_…``, or the session of a browser, which has to prove where it is."""

from typing import Any

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from tenants.accounts.models import User
from tenants.api.callers import Caller
from tenants.api.errors import CsrfRefused, Unauthenticated
from tenants.api.services.keys import known_key
from tenants.kernel.errors import NotFound

_SCHEME = "bearer"
_LONGEST = 200


class KeyOrSession(BaseAuthentication):
    """A key that is sent is what counts, right or wrong: a session never steps in for it."""

    def authenticate(self, request: Request) -> tuple[User, Caller]:
        header = request.headers.get("Authorization")
        caller = _of_key(header) if header is not None else _of_session(request._request)  # noqa: SLF001 DRF's user is lazy
        return caller.member, caller

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 DRF's signature
        return 'Bearer realm="api"'


def _of_key(header: str) -> Caller:
    scheme, _space, secret = header.partition(" ")
    key = known_key(secret.strip()) if scheme.lower() == _SCHEME and len(secret) <= _LONGEST else None
    if key is None:
        raise Unauthenticated
    return Caller(key.maker, key)


def _of_session(request: Any) -> Caller:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        raise Unauthenticated
    if not user.is_member:
        raise NotFound  # as the workspace, this does not exist for a customer
    _check_csrf(request)
    return Caller(user)


def _check_csrf(request: HttpRequest) -> None:
    """Ask Django's own check, which DRF has switched off for all its views, keys included."""
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]
    check.process_request(request)
    if check.process_view(request, None, (), {}):  # type: ignore[arg-type]
        raise CsrfRefused


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema tells of it."""

    target_class = KeyOrSession
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 spectacular's signature
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of Settings → API keys. It does what its scopes and its maker's role include.",
        }
