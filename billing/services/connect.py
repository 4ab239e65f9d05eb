"""A business's own Stripe account: made, onboarded, and known for what it may do."""

from billing.errors import StripeRefused, StripeSilent
from billing.gateway import gateway
from billing.gateway.protocol import Account, NotDone, OutcomeUnknown, Refused
from billing.services.team import tell_of_stripe
from tenants.accounts.models import User
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.services.businesses import change_business


def start_onboarding(*, by: User, return_url: str, refresh_url: str) -> str:
    """Return where an owner goes on at Stripe; the account is made the first time, once however often this is asked."""
    business = require_business()
    try:
        account = business.stripe_account or _new_account(business, by)
        return gateway().onboarding_url(account=account, return_url=return_url, refresh_url=refresh_url)
    except (OutcomeUnknown, NotDone) as error:
        raise StripeSilent from error
    except Refused as error:
        raise StripeRefused(reason=str(error)) from error


def refresh_account() -> Account | None:
    """Read from Stripe what the account may do and keep it; None when there is no account."""
    business = require_business()
    if not business.stripe_account:
        return None
    try:
        account = gateway().account(business.stripe_account)
    except (OutcomeUnknown, NotDone) as error:
        raise StripeSilent from error
    except Refused as error:
        raise StripeRefused(reason=str(error)) from error
    if account.charges_enabled != business.charges_enabled:
        change_business(business.id, charges_enabled=account.charges_enabled)
    return account


def _new_account(business: BusinessSnapshot, by: User) -> str:
    made = gateway().create_account(
        business=str(business.id), name=business.name, email=by.email, key=f"account-{business.id}-{business.schema}"
    )
    change_business(business.id, stripe_account=made.id, charges_enabled=made.charges_enabled)
    tell_of_stripe(by.name, made.id)
    return made.id
