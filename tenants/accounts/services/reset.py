"""A forgotten password: a link by mail, the same answer whoever asks for whomever."""

from datetime import datetime

from django.db import transaction

from tenants.accounts import customers
from tenants.accounts.models import User
from tenants.accounts.selectors.users import user_called, users_called
from tenants.accounts.services import guesses, tokens
from tenants.accounts.visitor import Visitor
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.mail import Recipient, compose


def ask(*, username: str, visitor: Visitor) -> None:
    """Have a link mailed to everybody with this username or e-mail; raises TooMany for the eleventh time.

    What is done for a known name is done for an unknown one too; the difference is made later, by a worker.
    """
    guesses.begin(action="reset", user=user_called(username), typed=username, visitor=visitor)
    found = [user.pk for user in users_called(username)]
    enqueue("accounts.send_reset", user_ids=found, asked_at=clock.now().isoformat())


@transaction.atomic
def send(*, user_id: int, asked_at: datetime) -> None:
    """Mail one user the link to a new password; a repeat for the same asking mails nothing."""
    user = User.objects.select_related(*customers.joined()).filter(pk=user_id, suspended_at=None).first()
    if user is None or not user.email:
        return
    contact_id = customers.contact_id_of(user)
    compose(
        "password_reset",
        to=Recipient(user.email, user.name, contact_id=contact_id, user_id=user.pk),
        context={"name": user.name, "username": user.username},
        secret=tokens.link_to(user, tokens.Purpose.SET_PASSWORD, lives=tokens.RESET_LIVES),
        key=f"password_reset:{user.pk}:{asked_at.isoformat()}",
    )
    record("password.reset_mailed", user, contact_id=contact_id)
