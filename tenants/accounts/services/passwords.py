"""The rules of passwords: made, given for a while, changed."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.customers import contact_id_of
from tenants.accounts.errors import PasswordRefused
from tenants.accounts.models import Token, User
from tenants.accounts.services import guesses, notices
from tenants.activity.record import record
from tenants.kernel import clock

TEMPORARY_FOR = timedelta(hours=72)
_LETTERS = "bcdfghjkmnpqrtvwxyz2346789"
"""26 signs that nobody confuses on paper or by telephone, and that make no words."""
_GROUPS, _GROUP = 3, 5


def generate_password() -> str:
    """Return a readable password of 70 random bits, such as ``k7mqx-2wdtp-r9hcv``."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def why_refused(password: str, user: User) -> list[str]:
    """Return the sentences that say why a user cannot have a password; none when they can."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return list(error.messages)
    if user.pk is not None and user.has_usable_password() and user.check_password(password):
        return [_("This is the password you have now. Choose another.")]
    return []


def check_new(password: str, user: User) -> None:
    """Raise PasswordRefused when a user cannot have a password."""
    reasons = why_refused(password, user)
    if reasons:
        raise PasswordRefused(reasons=" ".join(reasons))


def put_temporary(user: User, password: str) -> None:
    """Put a temporary password on a user, unsaved: good for 72 hours, and only for choosing another."""
    user.set_password(password)
    user.must_change_password = True
    user.temporary_password_until = clock.now() + TEMPORARY_FOR


@transaction.atomic
def set_temporary_password(user: User, password: str | None = None) -> str:
    """Give a user a new temporary password and return it; the old one, every session and every link end at once."""
    new = password or generate_password()
    check_new(new, user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    put_temporary(locked, new)
    _save_password(locked, user)
    record("password.issued", user, contact_id=contact_id_of(user))
    return new


@transaction.atomic
def change_password(user: User, new: str) -> None:
    """Put the user's own choice in place of what they had; all sessions end, so open a new one for whoever asked.

    Raises PasswordRefused. Tells the user by mail, unless it took the place of a temporary password.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    check_new(new, locked)
    was_temporary = locked.must_change_password or not locked.has_usable_password()
    locked.set_password(new)
    locked.must_change_password = False
    locked.temporary_password_until = None
    _save_password(locked, user)
    record("password.changed", user, contact_id=contact_id_of(user))
    if not was_temporary:
        notices.send("password_changed", user)


def _save_password(locked: User, user: User) -> None:
    locked.session_epoch += 1
    fields = ["password", "must_change_password", "temporary_password_until", "session_epoch"]
    locked.save(update_fields=fields)
    for name in fields:
        setattr(user, name, getattr(locked, name))
    Token.objects.filter(user=user, used_at=None).exclude(purpose=Token.Purpose.VERIFY_EMAIL).delete()
    guesses.forgive(user)
