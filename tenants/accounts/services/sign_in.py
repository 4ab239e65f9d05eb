"""Who may come in with which password; what is done when they do."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tenants.accounts.customers import contact_id_of
from tenants.accounts.errors import AccountSuspended, TemporaryPasswordExpired, WrongCredentials, WrongPassword
from tenants.accounts.models import User
from tenants.accounts.selectors.users import user_called
from tenants.accounts.services import guesses
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.activity.record import acting, record
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def authenticate(*, username: str, password: str, visitor: Visitor) -> User:
    """Return the user whose username, or unambiguous e-mail address, and password these are.

    Raises TooMany, WrongCredentials, and once the password has proven right AccountSuspended and
    TemporaryPasswordExpired. A known and an unknown name take the same time. Call it outside a transaction.
    """
    user = user_called(username)
    attempt = guesses.begin(action="sign-in", user=user, typed=username, visitor=visitor)
    if user is None:
        make_password(password)  # as slow as checking one
    if user is None or not user.check_password(password):
        guesses.sweep()
        raise WrongCredentials
    attempt.was_right()
    _refuse_the_locked_out(user)
    return user


def confirm(user: User, password: str, *, visitor: Visitor) -> None:
    """Have somebody who is signed in prove again that it is them; raises TooMany and WrongPassword."""
    attempt = guesses.begin(action="sign-in", user=user, typed="", visitor=visitor)
    if not user.check_password(password):
        raise WrongPassword
    attempt.was_right()


@transaction.atomic
def open_session(session: BusinessSession, user: User, *, way: str = "password") -> None:
    """Sign a user in on a browser: a new key, the time, a line of activity."""
    BusinessSession.clear_expired()
    session.sign_in(user)
    user.last_login = clock.now()
    user.save(update_fields=["last_login"])
    with acting(user):
        record("user.signed_in", user, contact_id=contact_id_of(user), way=way)


def _refuse_the_locked_out(user: User) -> None:
    business = require_business().name
    if user.suspended_at is not None:
        raise AccountSuspended(business=business)
    if user.has_expired_password:
        raise TemporaryPasswordExpired(business=business)
