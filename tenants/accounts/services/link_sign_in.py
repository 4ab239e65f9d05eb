"""Signing in with a link by mail instead of a password; the same answer whoever asks for whomever."""

from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from tenants.accounts import customers
from tenants.accounts.models import Token, User
from tenants.accounts.selectors.users import user_called, users_called
from tenants.accounts.services import guesses, tokens
from tenants.accounts.visitor import Visitor
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.mail import Recipient, compose


def ask(*, username: str, wanted: str, visitor: Visitor) -> None:
    """Have a link mailed to everybody with this username or e-mail; raises TooMany for the eleventh time.

    ``wanted`` is the page that the link leads on to. A known name costs what an unknown one does; a worker, later,
    makes the difference.
    """
    guesses.begin(action="sign-in-link", user=user_called(username), typed=username, visitor=visitor)
    found = [user.pk for user in users_called(username)]
    enqueue("accounts.send_sign_in_link", user_ids=found, wanted=wanted, asked_at=clock.now().isoformat())


@transaction.atomic
def send(*, user_id: int, wanted: str, asked_at: datetime) -> None:
    """Mail one user a link that signs in; a repeat for the same asking mails nothing and leaves the link good."""
    found = User.objects.select_for_update(of=("self",)).select_related(*customers.joined())
    user = found.filter(pk=user_id, suspended_at=None).first()
    if user is None or not user.email or _has_newer(user, asked_at):
        return
    contact_id = customers.contact_id_of(user)
    compose(
        "sign_in_link",
        to=Recipient(user.email, user.name, contact_id=contact_id, user_id=user.pk),
        context={"name": user.name, "username": user.username},
        secret=tokens.link_to(user, tokens.Purpose.SIGN_IN) + (f"?{urlencode({'next': wanted})}" if wanted else ""),
        key=f"sign_in_link:{user.pk}:{asked_at.isoformat()}",
    )
    record("sign_in_link.mailed", user, contact_id=contact_id)


def _has_newer(user: User, asked_at: datetime) -> bool:
    return Token.objects.filter(user=user, purpose=tokens.Purpose.SIGN_IN, created_at__gte=asked_at).exists()
