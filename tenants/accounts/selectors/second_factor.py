from tenants.accounts.models import RecoveryCode, User


def codes_left(user: User) -> int:
    """Return how many recovery codes a user has not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()
