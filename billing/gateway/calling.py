"""Talking to Stripe through its SDK: one client, short patience, and errors that say what can have happened."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import stripe
import structlog

from billing.gateway.protocol import NotDone, OutcomeUnknown, Refused

CONNECT_SECONDS, READ_SECONDS = 1.0, 3.0
RETRIES = 1
"""Two tries of four seconds and a pause: somebody who waits for a page has an answer within ten seconds."""
BUSY_SECONDS, PAUSE_SECONDS = 3.0, 0.2
"""So long a request waits for Stripe to be done with another one of the same key or object, and how often it asks."""
_BUSY = frozenset({"idempotency_key_in_use", "lock_timeout"})
"""https://docs.stripe.com/error-codes: nothing was done; the same request may be sent again at once."""

log = structlog.get_logger()


class PatientClient(stripe.RequestsClient):
    """Asks again, under the same idempotency key, while Stripe says that it is busy with the same thing."""

    def request_with_retries(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        post_data: Any = None,
        max_network_retries: int | None = None,
        **usage: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        until = time.monotonic() + BUSY_SECONDS
        answer = super().request_with_retries(method, url, headers, post_data, max_network_retries, **usage)
        while _is_busy(answer[0], answer[1]) and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS)
            answer = super().request_with_retries(method, url, headers, post_data, 0, **usage)
        return answer


def _is_busy(body: str, status: int) -> bool:
    if status not in (HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS):
        return False
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):  # not Stripe's words; the SDK says what it makes of them
        return False
    return isinstance(error, dict) and error.get("code") in _BUSY


def client(api_base: str, secret_key: str) -> stripe.StripeClient:
    """Return a client; every POST that it repeats carries the same idempotency key."""
    return stripe.StripeClient(
        secret_key,
        base_addresses={"api": api_base},
        max_network_retries=RETRIES,
        http_client=PatientClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
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
