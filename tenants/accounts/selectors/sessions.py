from dataclasses import dataclass
from datetime import datetime

from tenants.accounts.devices import device
from tenants.accounts.models import Session, User
from tenants.kernel import clock


@dataclass(frozen=True, slots=True)
class SignIn:
    """One of a user's browsers, as its owner sees it."""

    id: int
    device: str
    address: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool


def sessions_of(user: User, *, current_id: int) -> list[SignIn]:
    """Return where a user is signed in: this browser first, then the latest seen."""
    alive = Session.objects.filter(user=user, user_epoch=user.session_epoch, expires_at__gt=clock.now())
    found = [
        SignIn(
            id=row.pk,
            device=device(row.user_agent),
            address=row.address or "",
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.pk == current_id,
        )
        for row in alive.order_by("-last_seen_at")[:100]
    ]
    return sorted(found, key=lambda entry: not entry.is_current)
