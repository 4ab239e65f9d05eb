"""Money on its way from Stripe to the bank."""

from billing.models import Payout
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def in_transit() -> list[Payout]:
    """Return what has left Stripe's balance and is not in the bank yet, what arrives first first."""
    today = clock.today(require_business().time_zone)
    moving = (Payout.State.PENDING, Payout.State.IN_TRANSIT)
    sent = Payout.objects.filter(state=Payout.State.PAID, arrives_on__gt=today)
    return list((Payout.objects.filter(state__in=moving) | sent).order_by("arrives_on", "pk"))
