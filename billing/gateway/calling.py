"""Talking to Stripe through its SDK: one client, short patience, and errors that say what can have happened."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
import structlog

from billing.gateway.protocol import NotDone, OutcomeUnknown, Refused

CONNECT_SECONDS, READ_SECONDS = 1.0, 3.0
RETRIES = 1
"""Two tries of four seconds and a pause: somebody who waits for a page has an answer within ten seconds."""

log = structlog.get_logger()


def client(api_base: str, secret_key: str) -> stripe.StripeClient:
    """Return a client; every POST that it repeats carries the same idempotency key."""
    return stripe.StripeClient(
        secret_key,
        base_addresses={"api": api_base},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
    )


def intent_of(refusal: Refused) -> str | None:
    """Return the payment intent that a card's decline left behind, if it is a decline."""
    error = refusal.__cause__
    if not isinstance(error, stripe.CardError) or error.error is None:
        return None
    intent = error.error.payment_intent
    return None if intent is None else str(intent.id)


@contextmanager
def speaking() -> Iterator[None]:
    """Turn the SDK's errors into ours."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        log.warning("stripe_refused", code=error.code, param=error.param, request=error.request_id)
        raise Refused(error.user_message or str(error)) from error
    except (stripe.RateLimitError, stripe.AuthenticationError, stripe.PermissionError) as error:
        log.warning("stripe_not_done", kind=type(error).__name__, request=error.request_id)
        raise NotDone(type(error).__name__) from error
    except stripe.StripeError as error:
        log.warning("stripe_unknown", kind=type(error).__name__, request=error.request_id)
        raise OutcomeUnknown(type(error).__name__) from error
