"""Between the password, or a link, and being signed in: the code. The wait lies in the business's own session rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tenants.accounts import customers
from tenants.accounts.customers import contact_id_of
from tenants.accounts.errors import WrongCode, WrongRecoveryCode
from tenants.accounts.models import RecoveryCode, SecondFactor, User
from tenants.accounts.services import guesses, notices
from tenants.accounts.services.second_factor import digest_of
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.activity.record import acting, record
from tenants.kernel import clock, totp
from tenants.kernel.signing import unseal

LIVES = timedelta(minutes=10)
_KEY = "second_step"


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody who has proven the first factor, on this browser, a moment ago."""

    user: User
    way: str
    wanted: str


def begin(session: BusinessSession, user: User, *, way: str, wanted: str) -> None:
    """Remember, under a new key, who has come this far."""
    session.flush()
    until = (clock.now() + LIVES).isoformat()
    session[_KEY] = {"user": user.pk, "epoch": user.session_epoch, "way": way, "wanted": wanted, "until": until}


def waiting(session: BusinessSession) -> Wait | None:
    """Return who waits here, while they still may: not after ten minutes, another password or a suspension."""
    kept = session.get(_KEY)
    if kept is None or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    found = User.objects.select_related(*customers.joined())
    user = found.filter(pk=kept["user"], session_epoch=kept["epoch"], suspended_at=None).first()
    return None if user is None else Wait(user, kept["way"], kept["wanted"])


def end(session: BusinessSession) -> None:
    session.pop(_KEY, None)


def check_code(*, user: User, code: str, visitor: Visitor) -> None:
    """Use a code of the authenticator app up; raises WrongCode, also for one that was used, and TooMany."""
    attempt = guesses.begin(action="second-factor", user=user, typed="", visitor=visitor)
    if not _takes(user, code):
        guesses.sweep()
        raise WrongCode
    attempt.was_right()


def check_recovery_code(*, user: User, code: str, visitor: Visitor) -> None:
    """Use a recovery code up and tell its owner; raises WrongRecoveryCode, also for one that was used, and TooMany."""
    attempt = guesses.begin(action="second-factor", user=user, typed="", visitor=visitor)
    if not _takes_recovery(user, code):
        guesses.sweep()
        raise WrongRecoveryCode
    attempt.was_right()


@transaction.atomic
def _takes(user: User, code: str) -> bool:
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    step = None if factor is None else totp.step_of(unseal(bytes(factor.sealed)), code, after=factor.last_step)
    if factor is None or step is None:
        return False
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return True


@transaction.atomic
def _takes_recovery(user: User, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, used_at=None)
    if not unused.filter(digest=digest_of(code, user)).update(used_at=clock.now()):
        return False
    left = unused.count()
    with acting(user):
        record("recovery_code.used", user, contact_id=contact_id_of(user), left=left)
    notices.send("recovery_code_used", user, left=left)
    return True
