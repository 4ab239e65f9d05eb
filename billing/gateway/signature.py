"""Telling Stripe's events from forged or old ones; source: https://docs.stripe.com/webhooks#verify-manually."""

import hashlib
import hmac

TOLERANCE_SECONDS = 300


class BadSignature(Exception):
    """The request was not signed with our secret, or at a time that is too far from now."""


def check(*, body: bytes, header: str, secret: str, now: float) -> None:
    """Raise BadSignature unless the header signs the raw body within 300 seconds, past or future.

    The SDK's own check lets any time in the future pass; this one does not.
    """
    given = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in given if name.strip() == "t"]
    signatures = [value for name, _, value in given if name.strip() == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit()):
        raise BadSignature("no time")
    wanted = hmac.new(secret.encode(), times[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    matches = [hmac.compare_digest(wanted.encode(), signature.encode()) for signature in signatures]
    if not any(matches):
        raise BadSignature("no signature of ours")
    if abs(now - int(times[0])) > TOLERANCE_SECONDS:
        raise BadSignature("too far from now")
