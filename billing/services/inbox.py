"""Stripe's events: kept as they come, acknowledged, and handled later by whoever leases the work."""

import json
from typing import Any

from django.db import connection, transaction

from billing.inbox.models import StripeEvent
from tenants import directory
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import business_scope
from tenants.models import Business

_INSERT = """
    INSERT INTO public.inbox_stripe_event
        (event_id, account, type, livemode, payload, state, attempts, error)
    VALUES (%s, %s, %s, %s, %s::jsonb, %s, 0, %s)
    ON CONFLICT (event_id) DO NOTHING RETURNING id
"""


@transaction.atomic
def receive_event(event: dict[str, Any]) -> bool:
    """Keep an event whose signature is proven, and ask for its handling; return whether it was new.

    The business is the one whose Stripe account the event names, and nothing in the event can change that.
    """
    account = str(event.get("account") or "")
    business = Business.objects.filter(stripe_account=account).first() if account else None
    state, error = _first_state(account, business)
    values = (event["id"], account, event["type"], event["livemode"], json.dumps(event), state, error)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return False
    if business is not None:
        with business_scope(directory.snapshot(business)):
            enqueue("billing.handle_event", event_pk=row[0])
    return True


def _first_state(account: str, business: Business | None) -> tuple[str, str]:
    if not account:
        return StripeEvent.State.DONE, "It concerns the platform's own account: nothing to do."
    if business is None:
        return StripeEvent.State.QUARANTINED, f"No business has the account {account}."
    return StripeEvent.State.PENDING, ""
