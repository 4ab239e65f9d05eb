"""Ending one's own sign-ins."""

from django.db import transaction

from tenants.accounts.customers import contact_id_of
from tenants.accounts.models import Session, User
from tenants.accounts.services import remembered
from tenants.activity.record import record
from tenants.kernel.errors import NotFound


@transaction.atomic
def end(*, user: User, session_id: int) -> None:
    """Sign one of a user's browsers out; raises NotFound for anybody else's."""
    ended, _ = Session.objects.filter(user=user, pk=session_id).delete()
    if not ended:
        raise NotFound
    record("session.ended", user, contact_id=contact_id_of(user))


@transaction.atomic
def end_others(*, user: User, keep_id: int) -> int:
    """Sign all of a user's browsers out but one, and ask each for a code again; return how many were signed out."""
    remembered.forget(user)
    ended, _ = Session.objects.filter(user=user).exclude(pk=keep_id).delete()
    if ended:
        record("session.others_ended", user, contact_id=contact_id_of(user), count=ended)
    return ended
