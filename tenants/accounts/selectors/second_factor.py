from dataclasses import dataclass

from tenants.accounts.models import RecoveryCode, User
from tenants.accounts.services.second_factor import may_take_away

_MOST = 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as whoever looks after sign-in sees them."""

    user: User
    may_reset: bool


def codes_left(user: User) -> int:
    """Return how many recovery codes a user has not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def colleagues(*, seen_by: User) -> list[Colleague]:
    """Return the team by name, and whose second factor the one who looks may reset."""
    team = User.objects.filter(kind=User.Kind.MEMBER, suspended_at=None).order_by("name", "pk")[:_MOST]
    return [Colleague(user, user.second_factor_at is not None and may_take_away(user, by=seen_by)) for user in team]
