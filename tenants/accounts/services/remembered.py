"""Browsers that are not asked for a code for a while."""

import hashlib
import secrets
from datetime import timedelta

from tenants.accounts.models import RememberedDevice, User
from tenants.kernel import clock
from tenants.kernel.scope import require_business

REMEMBERED_FOR = timedelta(days=30)


def remember(user: User) -> str:
    """Return the key that a browser shows next time; only its digest is kept."""
    key = secrets.token_urlsafe(32)
    now = clock.now()
    RememberedDevice.objects.filter(expires_at__lte=now).delete()
    RememberedDevice.objects.create(
        digest=_digest(key), user=user, user_epoch=user.session_epoch, expires_at=now + REMEMBERED_FOR
    )
    return key


def is_remembered(user: User, key: str | None) -> bool:
    """Say whether this browser was remembered for this user, and the business still remembers browsers."""
    if not key or not require_business().sign_in.remembers_devices:
        return False
    return RememberedDevice.objects.filter(
        digest=_digest(key), user=user, user_epoch=user.session_epoch, expires_at__gt=clock.now()
    ).exists()


def forget(user: User) -> None:
    RememberedDevice.objects.filter(user=user).delete()


def _digest(key: str) -> str:
    return hashlib.sha256(f"device|{require_business().id}|{key}".encode()).hexdigest()
