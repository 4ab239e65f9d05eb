"""The second factor: set up once, asked for at every sign-in, and ten codes for the day the phone is gone."""

from django.db import transaction
from django.utils.crypto import salted_hmac

from tenants.accounts.visitor import Visitor
from tenants.console.errors import SecondFactorExists, WrongCode
from tenants.console.models import Operator, RecoveryCode
from tenants.console.record import by_hand_of, record_platform
from tenants.console.services.sign_in import begin_code
from tenants.kernel import clock, totp
from tenants.kernel.signing import seal, unseal

ISSUER = "Mango console"


def address_of(operator: Operator, secret: str) -> str:
    """Return what an authenticator app scans."""
    return totp.address(secret, account=operator.username, issuer=ISSUER)


def set_up(*, operator: Operator, secret: str, code: str, visitor: Visitor) -> list[str]:
    """Give an operator their second factor, proven by a code, and return the recovery codes, which are kept nowhere.

    Raises TooMany, WrongCode, and SecondFactorExists for one who has it: only a reset by an operator takes it away.
    """
    attempt = begin_code(operator, visitor)
    step = totp.step_of(secret, code, after=None)
    if step is None:
        raise WrongCode
    codes = _enrol(operator, secret, step)
    attempt.was_right()
    with by_hand_of(operator, address=visitor.address):
        record_platform("operator.second_factor_set_up", username=operator.username)
    return codes


def check(*, operator: Operator, code: str, visitor: Visitor) -> str:
    """Take a code from the app, or a recovery code, and return which it was; raises TooMany and WrongCode.

    Either counts once: the row is locked, so of two that come together one is refused.
    """
    attempt = begin_code(operator, visitor)
    way = _take(operator, code)
    attempt.was_right()
    if way == "recovery code":
        with by_hand_of(operator, address=visitor.address):
            record_platform("operator.recovery_code_used", left=codes_left(operator))
    return way


@transaction.atomic
def new_recovery_codes(operator: Operator) -> list[str]:
    """Replace an operator's recovery codes and return the new ones, to be shown once."""
    codes = _put_codes(operator)
    record_platform("operator.recovery_codes_made", username=operator.username)
    return codes


def codes_left(operator: Operator) -> int:
    return operator.recovery_codes.filter(used_at=None).count()


@transaction.atomic
def _enrol(operator: Operator, secret: str, step: int) -> list[str]:
    locked = Operator.objects.select_for_update().get(pk=operator.pk)
    if locked.has_second_factor:
        raise SecondFactorExists
    locked.totp_secret, locked.totp_confirmed_at, locked.totp_step = seal(secret), clock.now(), step
    locked.save(update_fields=["totp_secret", "totp_confirmed_at", "totp_step"])
    return _put_codes(locked)


@transaction.atomic
def _take(operator: Operator, code: str) -> str:
    locked = Operator.objects.select_for_update().get(pk=operator.pk)
    if locked.totp_secret is not None:
        step = totp.step_of(unseal(bytes(locked.totp_secret)), code, after=locked.totp_step)
        if step is not None:
            Operator.objects.filter(pk=locked.pk).update(totp_step=step)
            return "app"
    unused = RecoveryCode.objects.filter(operator=locked, digest=_digest(locked, code), used_at=None)
    if not unused.update(used_at=clock.now()):
        raise WrongCode
    return "recovery code"


def _put_codes(operator: Operator) -> list[str]:
    codes = totp.new_recovery_codes()
    RecoveryCode.objects.filter(operator=operator).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(operator=operator, digest=_digest(operator, code)) for code in codes)
    return codes


def _digest(operator: Operator, code: str) -> str:
    """Forty bits are soon tried out by whoever reads the table; the installation's key, which is not in it, is not."""
    return salted_hmac(f"console.recovery.{operator.pk}", totp.folded(code), algorithm="sha256").hexdigest()
