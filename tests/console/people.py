"""Olga and Otto run the platform; how they sign in, and how a code of theirs is made."""

from typing import Any

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from tenants.accounts.visitor import Visitor
from tenants.console.models import Operator
from tenants.console.sessions import ConsoleSession
from tenants.kernel import clock
from tenants.kernel.signing import seal

CONSOLE = f"console.{settings.BASE_DOMAIN}:{settings.PORT}"
PASSWORD = "nine lanterns over water"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def operator(username: str = "olga", name: str = "Olga Berg", *, has_factor: bool = True, **more: Any) -> Operator:
    """Somebody who came long ago: a password of their own and, unless it says otherwise, a second factor."""
    return Operator.objects.create(
        username=username,
        name=name,
        password=make_password(PASSWORD),
        must_change_password=False,
        totp_secret=seal(SECRET) if has_factor else None,
        totp_confirmed_at=clock.now() if has_factor else None,
        **more,
    )


def code(steps: int = 0) -> str:
    """Return the code that the app shows, or will show so many steps from now."""
    return pyotp.TOTP(SECRET).at(int(clock.now().timestamp()) + 30 * steps)


def at_the_console(who: Operator | None = None, *, is_whole: bool = True, **more: Any) -> Client:
    """A browser at the console, signed in as somebody without the forms."""
    client = Client(HTTP_HOST=CONSOLE, **more)
    if who is not None:
        session = ConsoleSession(None, Visitor("127.0.0.1", "tests"))
        (session.open_whole if is_whole else session.open_half)(who)
        client.cookies[settings.CONSOLE_COOKIE_NAME] = session.session_key
    return client
