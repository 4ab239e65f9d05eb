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
    time, signatures = _read(header)
    wanted = hmac.new(secret.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest()
    matches = [hmac.compare_digest(wanted.encode(), signature.encode()) for signature in signatures]
    if not any(matches):
        raise BadSignature("no signature of ours")
    if abs(now - int(time)) > TOLERANCE_SECONDS:
        raise BadSignature("too far from now")


def _read(header: str) -> tuple[str, list[str]]:
    """Return the one time in the header, as digits, and every signature of the scheme that we know."""
    given = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in given if name.strip() == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit()):
        raise BadSignature("no time")
    return times[0], [value for name, _, value in given if name.strip() == "v1"]
