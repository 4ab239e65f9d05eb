"""People with a second factor, and the codes of their apps."""

from datetime import timedelta

import pyotp

from tenants.accounts.models import User
from tenants.accounts.services.second_factor import turn_on
from tenants.kernel import clock
from tenants.kernel.scope import business_scope, snapshot_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LONG_AGO = timedelta(minutes=5)


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """Return what the app shows now, or some steps later."""
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def with_factor(user: User, secret: str = SECRET) -> list[str]:
    """Have somebody's app set up a while ago, so that the code of now is unused; return the recovery codes."""
    with business_scope(snapshot_of(user._business_id)), clock.held_at(clock.now() - LONG_AGO):
        return turn_on(user=user, secret=secret, code=code_of(secret))


def wrong_code(secret: str = SECRET) -> str:
    """Return six digits that are no code of about now."""
    near = {code_of(secret, steps=step) for step in range(-3, 4)}
    return next(code for number in range(10) if (code := f"{number:06}") not in near)
