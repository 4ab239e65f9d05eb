"""The rules of second factors: set up, turned off, taken away by the team, and their recovery codes."""

from django.db import transaction

from tenants.accounts import policy
from tenants.accounts.access import Role
from tenants.accounts.customers import contact_id_of
from tenants.accounts.errors import SecondFactorIsOn, SecondFactorIsRequired, WrongCode
from tenants.accounts.models import RecoveryCode, RememberedDevice, SecondFactor, User
from tenants.accounts.services import notices
from tenants.activity.record import record
from tenants.kernel import clock, totp
from tenants.kernel.errors import NotAllowed, NotFound
from tenants.kernel.scope import require_business
from tenants.kernel.signing import fingerprint, seal


@transaction.atomic
def turn_on(*, user: User, secret: str, code: str) -> list[str]:
    """Ask for codes of this secret from now on; return the recovery codes, which nobody sees again.

    ``code`` proves that the app has the secret, and is used up. Raises WrongCode and SecondFactorIsOn.
    """
    locked = _locked(user)
    if locked.second_factor_at is not None:
        raise SecondFactorIsOn
    step = totp.step_of(secret, code, after=None)
    if step is None:
        raise WrongCode
    SecondFactor.objects.create(user=locked, sealed=seal(secret), last_step=step)
    _mark(locked, user, on=True)
    codes = _new_codes(locked)
    _record("second_factor.on", locked)
    return codes


@transaction.atomic
def turn_off(*, user: User) -> None:
    """Ask for no code any more; a repeat changes nothing. Raises SecondFactorIsRequired."""
    locked = _locked(user)
    if policy.factor_policy(require_business(), locked) == policy.REQUIRED:
        raise SecondFactorIsRequired
    if locked.second_factor_at is not None:
        _remove(locked, user)
        _record("second_factor.off", locked)


@transaction.atomic
def take_away(*, user: User) -> None:
    """Take away the second factor of somebody who has lost it: all their sessions end, their password stays."""
    locked = _locked(user)
    if locked.second_factor_at is None:
        return
    locked.session_epoch += 1
    _remove(locked, user)
    _record("second_factor.taken_away", locked)


@transaction.atomic
def take_away_from_member(*, user_id: int, by: User) -> User:
    """Take away a colleague's; raises NotFound, and NotAllowed for one's own and for an owner's by who is none."""
    colleague = User.objects.filter(pk=user_id, kind=User.Kind.MEMBER).first()
    if colleague is None:
        raise NotFound
    if not may_take_away(colleague, by=by):
        raise NotAllowed
    take_away(user=colleague)
    return colleague


def may_take_away(colleague: User, *, by: User) -> bool:
    """Say whether one member may: nobody their own, for that needs the password, and nobody one above them."""
    return colleague.pk != by.pk and (colleague.role != Role.OWNER or by.role == Role.OWNER)


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    """Return ten new recovery codes; the old ones stop working."""
    locked = _locked(user)
    codes = _new_codes(locked)
    _record("recovery_codes.renewed", locked)
    return codes


def digest_of(code: str, user: User) -> str:
    """Return what is kept of a recovery code: nothing to guess at without the installation's key."""
    return fingerprint(f"{user.pk}:{totp.folded(code)}", purpose="recovery_code")


def _new_codes(user: User) -> list[str]:
    codes = totp.new_recovery_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=digest_of(code, user)) for code in codes])
    return codes


def _remove(locked: User, user: User) -> None:
    for model in (SecondFactor, RecoveryCode, RememberedDevice):
        model.objects.filter(user=locked).delete()
    _mark(locked, user, on=False)


def _mark(locked: User, user: User, *, on: bool) -> None:
    locked.second_factor_at = clock.now() if on else None
    locked.save(update_fields=["second_factor_at", "session_epoch"])
    user.second_factor_at, user.session_epoch = locked.second_factor_at, locked.session_epoch


def _record(verb: str, user: User) -> None:
    record(verb, user, contact_id=contact_id_of(user))
    notices.send("second_factor", user, change=verb)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)
