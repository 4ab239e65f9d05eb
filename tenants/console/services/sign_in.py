"""An operator comes in: password first, then the second factor. Nobody can be known by how they are refused."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from tenants.accounts.errors import WrongCredentials, WrongPassword
from tenants.accounts.services import guesses
from tenants.accounts.visitor import Visitor
from tenants.console.errors import OneTimePasswordExpired
from tenants.console.models import Operator, OperatorGuess
from tenants.console.record import by_hand_of, record_platform
from tenants.console.sessions import ConsoleSession
from tenants.kernel import clock


def authenticate(*, username: str, password: str, visitor: Visitor) -> Operator:
    """Return the operator whose username and password these are; raises TooMany and WrongCredentials.

    Unknown, deactivated and mistaken answer alike and take the same time. Call it outside a transaction.
    """
    operator = operator_called(username)
    attempt = _begin("console-password", operator, username, visitor)
    if operator is None:
        make_password(password)  # as slow as checking one
    if operator is None or not operator.check_password(password) or operator.deactivated_at is not None:
        guesses.sweep(OperatorGuess)
        raise WrongCredentials
    attempt.was_right()
    if operator.has_expired_password:
        raise OneTimePasswordExpired
    return operator


def confirm(operator: Operator, password: str, *, visitor: Visitor) -> None:
    """Have an operator prove again that it is them; raises TooMany and WrongPassword."""
    attempt = _begin("console-password", operator, "", visitor)
    if not operator.check_password(password):
        raise WrongPassword
    attempt.was_right()


def begin_code(operator: Operator, visitor: Visitor) -> guesses.Attempt:
    """Count a try at an operator's second factor; raises TooMany."""
    return _begin("console-code", operator, "", visitor)


@transaction.atomic
def let_in(session: ConsoleSession, operator: Operator, *, way: str) -> None:
    """Open the whole session, under a new key, with the time and a line in the record."""
    session.open_whole(operator)
    operator.last_login = clock.now()
    operator.save(update_fields=["last_login"])
    with by_hand_of(operator, address=session.visitor.address):
        record_platform("operator.signed_in", way=way)


def operator_called(username: str) -> Operator | None:
    typed = Lower(Value(username.strip()))
    return Operator.objects.alias(folded=Lower("username")).filter(folded=typed).first()


def _begin(action: str, operator: Operator | None, typed: str, visitor: Visitor) -> guesses.Attempt:
    return guesses.begin(action=action, user=operator, typed=typed, visitor=visitor, table=OperatorGuess)
