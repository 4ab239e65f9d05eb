"""Making, knowing and revoking keys."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.api.errors import ExpiryPast, KeyMadeBefore, ScopeAboveRole, ScopesMissing
from tenants.api.models import ApiKey, CallCount
from tenants.api.scopes import SCOPES, within
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.kernel.scope import require_business

BEGINNING = "mango_"
"""Lets people, and the scanners of code hosts, see what a leaked text is."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """``secret`` is the whole text that opens; it exists here and on the page that shows it once."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_key(
    *, name: str, scopes: list[str], maker: User, expires_at: datetime | None = None, request_key: UUID | None = None
) -> NewKey:
    """Make a key that acts for its maker. Raises ScopesMissing, ScopeAboveRole, ExpiryPast.

    KeyMadeBefore for a form that is sent again: what was shown once cannot be shown twice.
    """
    _check(scopes, maker, expires_at)
    if request_key is not None and ApiKey.objects.filter(request_key=request_key).exists():
        raise KeyMadeBefore
    prefix, tail = secrets.token_hex(4), secrets.token_urlsafe(32)
    secret = f"{BEGINNING}{prefix}_{tail}"
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=[scope for scope in SCOPES if scope in scopes],
        maker=maker,
        expires_at=expires_at,
        request_key=request_key,
    )
    record("api_key.made", key, name=name, scopes=key.scopes)
    return NewKey(key, secret)


@transaction.atomic
def revoke_key(key_id: int) -> ApiKey:
    """Have a key open nothing from its next call on; one that is revoked stays as it is. Raises NotFound."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        CallCount.objects.filter(caller=f"key:{key.pk}").delete()
        record("api_key.revoked", key, name=key.name)
    return key


def known_key(secret: str) -> ApiKey | None:
    """Return the living key that a text is, and note that it was used; a neighbour's key is as unknown as noise."""
    now = clock.now()
    key = ApiKey.objects.select_related("maker").filter(digest=digest_of(secret)).first()
    if key is None or not key.is_alive(now):
        return None
    if key.needs_touch(now):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def digest_of(secret: str) -> str:
    """Return what is stored of a key: bound to its business, so that a row carried to another opens nothing there."""
    return hashlib.sha256(f"{require_business().id}:{secret}".encode("utf-8", "replace")).hexdigest()


def _check(scopes: list[str], maker: User, expires_at: datetime | None) -> None:
    if not scopes:
        raise ScopesMissing
    for scope in scopes:
        if not within(maker.role, scope):
            raise ScopeAboveRole(scope=scope)
    if expires_at is not None and expires_at <= clock.now():
        raise ExpiryPast
