"""Who runs the platform: added with a one-time password, their second factor reset, deactivated, never deleted."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tenants.accounts.errors import PasswordRefused
from tenants.accounts.services.passwords import generate_password
from tenants.console.errors import AlreadySo, LastOperator, OperatorTaken
from tenants.console.models import Operator, OperatorSession, RecoveryCode
from tenants.console.record import record_platform
from tenants.kernel import clock
from tenants.kernel.errors import NotFound

ONE_TIME_LIVES = timedelta(hours=24)


def create_operator(*, username: str, name: str, email: str = "") -> tuple[Operator, str]:
    """Add an operator and return them with a one-time password, which is kept nowhere; raises OperatorTaken."""
    password = generate_password()
    operator = Operator(username=username.strip(), name=name.strip(), email=email)
    _put_one_time(operator, password)
    try:
        with transaction.atomic():
            operator.save()
            record_platform("operator.created", username=operator.username, name=operator.name)
    except IntegrityError as error:
        raise OperatorTaken(username=username) from error
    return operator, password


@transaction.atomic
def reset_access(operator_id: int) -> tuple[Operator, str]:
    """Take an operator's second factor away and give them a one-time password: they begin anew, signed out everywhere.

    Raises NotFound, LastOperator when nobody else could sign in meanwhile, and AlreadySo for a deactivated one.
    """
    operator = _one_of(_everybody(), operator_id)
    if operator.deactivated_at is not None:
        raise AlreadySo
    _refuse_the_last(operator)
    password = generate_password()
    _put_one_time(operator, password)
    operator.totp_secret = operator.totp_confirmed_at = operator.totp_step = None
    operator.session_epoch += 1
    operator.save()
    RecoveryCode.objects.filter(operator=operator).delete()
    OperatorSession.objects.filter(operator=operator).delete()
    record_platform("operator.access_reset", username=operator.username)
    return operator, password


@transaction.atomic
def deactivate(operator_id: int) -> Operator:
    """Let an operator in no more; their name stays in the record. Raises NotFound, AlreadySo and LastOperator."""
    operator = _one_of(_everybody(), operator_id)
    if operator.deactivated_at is not None:
        raise AlreadySo
    _refuse_the_last(operator)
    operator.deactivated_at = clock.now()
    operator.session_epoch += 1
    operator.save(update_fields=["deactivated_at", "session_epoch"])
    OperatorSession.objects.filter(operator=operator).delete()
    record_platform("operator.deactivated", username=operator.username)
    return operator


@transaction.atomic
def change_password(operator: Operator, new: str) -> None:
    """Put an operator's own choice in place of what they had; every session ends, so open a new one for whoever asked.

    Raises PasswordRefused.
    """
    locked = Operator.objects.select_for_update().get(pk=operator.pk)
    if reasons := why_refused(new, locked):
        raise PasswordRefused(reasons=" ".join(reasons))
    locked.set_password(new)
    locked.must_change_password, locked.one_time_until = False, None
    locked.session_epoch += 1
    locked.save()
    record_platform("operator.password_changed", username=locked.username)
    operator.refresh_from_db()


def why_refused(password: str, operator: Operator) -> list[str]:
    """Return the sentences that say why an operator cannot have a password; none when they can."""
    try:
        validate_password(password, operator)
    except ValidationError as error:
        return list(error.messages)
    if operator.check_password(password):
        return ["This is the password you have now. Choose another."]
    return []


@transaction.atomic
def end_session(operator: Operator, session_id: int) -> None:
    """Sign one of an operator's own browsers out; raises NotFound for anybody else's."""
    ended, _ = OperatorSession.objects.filter(operator=operator, pk=session_id).delete()
    if not ended:
        raise NotFound
    record_platform("operator.session_ended", count=1)


@transaction.atomic
def end_other_sessions(operator: Operator, *, keep_id: int) -> int:
    ended, _ = OperatorSession.objects.filter(operator=operator).exclude(pk=keep_id).delete()
    if ended:
        record_platform("operator.session_ended", count=ended)
    return ended


def _put_one_time(operator: Operator, password: str) -> None:
    operator.set_password(password)
    operator.must_change_password, operator.one_time_until = True, clock.now() + ONE_TIME_LIVES


def _everybody() -> list[Operator]:
    """Lock all of them, in one order: of two who remove each other one is refused."""
    return list(Operator.objects.select_for_update().order_by("pk"))


def _one_of(operators: list[Operator], operator_id: int) -> Operator:
    found = next((operator for operator in operators if operator.pk == operator_id), None)
    if found is None:
        raise NotFound
    return found


def _refuse_the_last(operator: Operator) -> None:
    others = Operator.objects.filter(deactivated_at=None, totp_confirmed_at__isnull=False).exclude(pk=operator.pk)
    if not others.exists():
        raise LastOperator
