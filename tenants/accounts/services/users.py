"""The rules of people: made, suspended, restored, given another role."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from tenants.accounts.access import Role, sees_everything
from tenants.accounts.customers import contact_id_of
from tenants.accounts.errors import LastOwner, UsernameRefused, UsernameTaken
from tenants.accounts.models import ContactScope, Token, User
from tenants.accounts.selectors.users import users_called
from tenants.accounts.services import known_addresses
from tenants.accounts.services.passwords import check_new, put_temporary
from tenants.activity.record import record
from tenants.kernel import clock

_USERNAME = re.compile(r"[\w.@+-]{3,150}")
_SHORTEST, _LONGEST_SUGGESTION = 3, 40


def create_member(
    *, username: str, name: str, email: str, password: str, role: str, contact_scope: str = ContactScope.ALL
) -> User:
    """Make somebody of the team with their own password; raises UsernameRefused, UsernameTaken, PasswordRefused."""
    user = User(username=clean_username(username), name=name, email=email, kind=User.Kind.MEMBER, role=Role(role))
    user.contact_scope = ContactScope(contact_scope)
    check_new(password, user)
    user.set_password(password)
    return _save(user)


def create_customer_user(
    *, username: str, name: str, email: str, temporary_password: str | None, must_change: bool = True
) -> User:
    """Make the account of a contact's person; with no password only a link can open it.

    Raises UsernameRefused, UsernameTaken, PasswordRefused. ``must_change=False`` makes the password a lasting one.
    """
    user = User(username=clean_username(username), name=name, email=email, kind=User.Kind.CUSTOMER)
    if temporary_password is None:
        user.set_unusable_password()
    else:
        check_new(temporary_password, user)
        if must_change:
            put_temporary(user, temporary_password)
        else:
            user.set_password(temporary_password)
    return _save(user)


def clean_username(text: str) -> str:
    """Return a username as it is kept; raises UsernameRefused."""
    username = unicodedata.normalize("NFKC", text).strip()
    if not _USERNAME.fullmatch(username):
        raise UsernameRefused
    return username


def is_taken(username: str) -> bool:
    """Say whether nobody new can have a username: it is one already, or an e-mail address that somebody signs in with.

    Otherwise whoever takes a colleague's address for a username takes their way in from them.
    """
    return bool(users_called(username))


def suggest_username(name_or_email: str) -> str:
    """Return a free username made of a person's name or e-mail address: ``cleo.van.dam``, or ``cleo.van.dam2``."""
    bare = unicodedata.normalize("NFKD", name_or_email.partition("@")[0].partition("+")[0])
    plain = re.sub(r"[^a-z0-9]+", ".", bare.encode("ascii", "ignore").decode().lower()).strip(".")
    wish = plain[:_LONGEST_SUGGESTION].strip(".") if len(plain) >= _SHORTEST else "customer"
    taken = set(
        User.objects.annotate(folded=Lower("username")).filter(folded__startswith=wish).values_list("folded", flat=True)
    )
    free = (
        name for number in range(1, len(taken) + 2) if (name := wish if number == 1 else f"{wish}{number}") not in taken
    )
    return next(free)


@transaction.atomic
def suspend(user: User) -> None:
    """Keep a user out until restored: their sessions end within one request. Raises LastOwner."""
    locked = _locked(user)
    if locked.suspended_at is not None:
        return
    _refuse_the_last_owner(locked)
    locked.suspended_at = clock.now()
    _end_sessions(locked, user, "suspended_at")
    known_addresses.refresh([user.email])
    _record("removed" if user.is_member else "suspended", user)


@transaction.atomic
def restore(user: User) -> None:
    """Let a suspended user in again, with the password they had."""
    locked = _locked(user)
    if locked.suspended_at is None:
        return
    locked.suspended_at = None
    _end_sessions(locked, user, "suspended_at")
    known_addresses.refresh([user.email])
    _record("restored", user)


@transaction.atomic
def change_role(user: User, role: str) -> None:
    """Give a member another role, in force with their next sign-in; owners and admins see all contacts.

    Raises LastOwner.
    """
    locked = _locked(user)
    before = locked.role
    if before == role:
        return
    _refuse_the_last_owner(locked)
    locked.role = Role(role)
    if sees_everything(role):
        locked.contact_scope = ContactScope.ALL
    _end_sessions(locked, user, "role", "contact_scope")
    record("user.role_changed", user, name=user.name, before=before, after=role)


@transaction.atomic
def change_email(user: User, email: str) -> None:
    """Give a user another address, yet to be proven; links that were mailed to the old one stop working."""
    before, user.email, user.email_verified_at = user.email, email, None
    user.save(update_fields=["email", "email_verified_at"])
    Token.objects.filter(user=user, used_at=None).delete()
    known_addresses.refresh([before, email])


def _record(what: str, user: User) -> None:
    record(f"{'member' if user.is_member else 'user'}.{what}", user, contact_id=contact_id_of(user), name=user.name)


@transaction.atomic
def _save(user: User) -> User:
    if is_taken(user.username):
        raise UsernameTaken(username=user.username)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        if "accounts_user_username" not in str(error):
            raise
        raise UsernameTaken(username=user.username) from error
    known_addresses.refresh([user.email])
    return user


def _locked(user: User) -> User:
    """Lock a user, with a member also every owner, in one order: two owners cannot take each other out at once."""
    wanted = Q(pk=user.pk) | Q(role=Role.OWNER) if user.is_member else Q(pk=user.pk)
    rows = User.objects.select_for_update().filter(wanted).order_by("pk")
    return next(row for row in rows if row.pk == user.pk)


def _end_sessions(locked: User, user: User, *changed: str) -> None:
    locked.session_epoch += 1
    locked.save(update_fields=[*changed, "session_epoch"])
    for name in (*changed, "session_epoch"):
        setattr(user, name, getattr(locked, name))


def _refuse_the_last_owner(user: User) -> None:
    """Call it with the owners locked."""
    others = User.objects.filter(role=Role.OWNER, suspended_at=None).exclude(pk=user.pk)
    if user.role == Role.OWNER and user.suspended_at is None and not others.exists():
        raise LastOwner
