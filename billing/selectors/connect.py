"""How far a business has come with Stripe."""

from enum import StrEnum

from billing.gateway.protocol import Account
from tenants.kernel.scope import BusinessSnapshot


class Stage(StrEnum):
    """From nothing to taking payments; ``paused`` is when Stripe wants more before it goes on."""

    NONE = "none"
    STARTED = "started"
    CHECKING = "checking"
    PAUSED = "paused"
    READY = "ready"


def stage_of(account: Account | None) -> Stage:
    if account is None:
        return Stage.NONE
    if account.charges_enabled:
        return Stage.READY
    if not account.details_submitted:
        return Stage.STARTED
    return Stage.PAUSED if account.needs else Stage.CHECKING


def last_heard(business: BusinessSnapshot) -> Account | None:
    """Return the account as far as Mango has kept what Stripe said of it."""
    if not business.stripe_account:
        return None
    ready = business.charges_enabled
    return Account(business.stripe_account, charges_enabled=ready, payouts_enabled=ready, details_submitted=ready)
