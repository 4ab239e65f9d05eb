"""Links that may be used once: bound to a business, a user and a purpose; looking at one changes nothing."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from tenants.accounts import customers
from tenants.accounts.errors import LinkDead
from tenants.accounts.models import Token, User
from tenants.kernel import clock
from tenants.kernel.scope import require_business
from tenants.links import business_url

Purpose = Token.Purpose
RESET_LIVES = timedelta(hours=1)
LIVES = {
    Purpose.VERIFY_EMAIL: timedelta(days=3),
    Purpose.SET_PASSWORD: timedelta(hours=72),
    Purpose.SIGN_IN: timedelta(minutes=15),
}
PATHS = {
    Purpose.VERIFY_EMAIL: "/verify-email/{}/",
    Purpose.SET_PASSWORD: "/set-password/{}/",
    Purpose.SIGN_IN: "/sign-in-link/{}/",
}


def link_to(user: User, purpose: Token.Purpose, *, lives: timedelta | None = None) -> str:
    """Return the absolute address of a new link; it is a secret, so pass it to mail as one and write it nowhere."""
    return business_url(PATHS[purpose].format(issue(user, purpose, lives=lives)))


def issue(user: User, purpose: Token.Purpose, *, lives: timedelta | None = None) -> str:
    """Return the secret of a new token.

    Earlier ones stay good until one is used, for mail overtakes mail; but of links that sign in only the newest is.
    """
    secret = secrets.token_urlsafe(32)
    if purpose == Purpose.SIGN_IN:
        Token.objects.filter(user=user, purpose=purpose).delete()
    Token.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    Token.objects.create(
        purpose=purpose,
        user=user,
        digest=_digest(secret, purpose),
        email=user.email,
        created_at=clock.now(),
        expires_at=clock.now() + (lives or LIVES[purpose]),
    )
    return secret


def find(secret: str, purpose: Token.Purpose) -> Token:
    """Return a token that may still be used; raises LinkDead for one that is used, old, another's or made up."""
    token = (
        Token.objects.select_related("user", *customers.joined("user__"))
        .filter(digest=_digest(secret, purpose), used_at=None, expires_at__gt=clock.now(), user__suspended_at=None)
        .first()
    )
    if token is None:
        raise LinkDead
    return token


@transaction.atomic
def use(secret: str, purpose: Token.Purpose) -> Token:
    """Return the token and use it up, with all others of its user and purpose; raises LinkDead.

    Whoever holds what was mailed to an address has proven the address.
    """
    token = find(secret, purpose)
    now = clock.now()
    if not Token.objects.filter(pk=token.pk, used_at=None).update(used_at=now):
        raise LinkDead
    Token.objects.filter(user=token.user, purpose=purpose, used_at=None).update(used_at=now)
    if token.email and token.email == token.user.email and token.user.email_verified_at is None:
        token.user.email_verified_at = now
        token.user.save(update_fields=["email_verified_at"])
    return token


def _digest(secret: str, purpose: Token.Purpose) -> str:
    return hashlib.sha256(f"{purpose.value}|{require_business().id}|{secret}".encode()).hexdigest()
