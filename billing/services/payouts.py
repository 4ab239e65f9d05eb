"""What Stripe sends to the business's bank: read from Stripe, never from what an event says."""

from datetime import timedelta

from billing.gateway import gateway
from billing.models import Payout
from tenants.kernel import clock
from tenants.kernel.scope import require_business

LOOK_BACK = timedelta(days=30)


def refresh_payouts() -> int:
    """Bring the payouts of the last month to where Stripe has them; return how many there are. Raises GatewayError."""
    business, now = require_business(), clock.now()
    if not business.stripe_account:
        return 0
    found = gateway().payouts(account=business.stripe_account, since=now - LOOK_BACK)
    rows = [
        Payout(
            stripe_payout=payout.id,
            amount_minor=payout.minor,
            currency=payout.currency,
            state=payout.state,
            arrives_on=payout.arrives_on,
            updated_at=now,
        )
        for payout in found
    ]
    Payout.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["stripe_payout"],
        update_fields=["amount_minor", "state", "arrives_on", "updated_at"],
    )
    return len(rows)
