"""Telling people by mail what has changed about how they sign in."""

from tenants.accounts.customers import contact_id_of
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.dates import long_moment
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business


def send(kind: str, user: User, **facts: str | int) -> None:
    """Queue a notice in the caller's transaction; somebody without an address is told nothing."""
    if not user.email:
        return
    business = require_business()
    changed_at = long_moment(clock.now(), time_zone=business.time_zone, locale=business.locale)
    compose(
        kind,
        to=Recipient(user.email, user.name, contact_id=contact_id_of(user), user_id=user.pk),
        context={"name": user.name, "username": user.username, "changed_at": changed_at, **facts},
    )
