"""A business's own Stripe account: made, onboarded, and known for what it may do."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from billing.errors import ConnectRefused, ConnectSilent
from billing.gateway import gateway
from billing.gateway.protocol import Account, NotDone, OutcomeUnknown, Refused
from billing.services.team import tell_of_stripe
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.models import Business
from tenants.services.businesses import change_business


def start_onboarding(*, by: User, return_url: str, refresh_url: str) -> str:
    """Return where an owner goes on at Stripe; the account is made the first time, once however often this is asked.

    Raises ConnectSilent and ConnectRefused.
    """
    business = require_business()
    with _answering():
        account = business.stripe_account or _new_account(business, by)
        return gateway().onboarding_url(account=account, return_url=return_url, refresh_url=refresh_url)


def refresh_account() -> Account | None:
    """Read from Stripe what the account may do and keep it; None when there is no account. Raises as above."""
    business = require_business()
    if not business.stripe_account:
        return None
    with _answering():
        account = gateway().account(business.stripe_account)
    if account.charges_enabled != business.charges_enabled:
        _keep(business, account)
    return account


@contextmanager
def _answering() -> Iterator[None]:
    """Say in the owner's words what went wrong between Mango and Stripe."""
    try:
        yield
    except (OutcomeUnknown, NotDone) as error:
        raise ConnectSilent from error
    except Refused as error:
        raise ConnectRefused(reason=str(error)) from error


def _new_account(business: BusinessSnapshot, by: User) -> str:
    """Make the account; the same facts under the same key make one, and the first one that is kept stays."""
    facts = {"name": business.name, "email": business.reply_to or by.email, "country": business.country}
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
    made = gateway().create_account(
        business=str(business.id), **facts, key=f"account-{business.id}-{business.schema}-{digest}"
    )
    with transaction.atomic():
        row = Business.objects.select_for_update().get(pk=business.id)
        if not row.stripe_account:
            change_business(business.id, stripe_account=made.id, charges_enabled=made.charges_enabled)
            record("stripe.connected", row, account=made.id)
            tell_of_stripe(by.name, made.id)
    return row.stripe_account or made.id


@transaction.atomic
def _keep(business: BusinessSnapshot, account: Account) -> None:
    change_business(business.id, charges_enabled=account.charges_enabled)
    record(
        "stripe.enabled" if account.charges_enabled else "stripe.paused",
        Business.objects.get(pk=business.id),
        account=account.id,
    )
