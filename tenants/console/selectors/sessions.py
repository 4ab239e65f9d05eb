from tenants.accounts.devices import device
from tenants.accounts.selectors.sessions import SignIn
from tenants.console.models import Operator, OperatorSession
from tenants.console.models.session import IDLE
from tenants.kernel import clock


def sessions_of(operator: Operator, *, current_id: int) -> list[SignIn]:
    """Return where an operator is signed in: this browser first, then the latest seen."""
    now = clock.now()
    alive = OperatorSession.objects.filter(
        operator=operator,
        operator_epoch=operator.session_epoch,
        verified_at__isnull=False,
        expires_at__gt=now,
        last_seen_at__gt=now - IDLE,
    )
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
