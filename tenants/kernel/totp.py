"""Second factors: time-based one-time passwords (RFC 6238) and the codes for the day the phone is gone."""

import hmac
import secrets

import pyotp
import segno

from tenants.kernel import clock

STEP_SECONDS = 30
_DRIFT = 1
_RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like something else


def new_secret() -> str:
    """Return a new secret in base32, as authenticator apps take it; keep it sealed."""
    return pyotp.random_base32()


def address(secret: str, *, account: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def qr_svg(text: str) -> str:
    """Return an address as a QR code: an inline ``<svg>`` without styles or size, black on white for any camera."""
    return segno.make(text, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)


def step_of(secret: str, code: str, *, after: int | None) -> int | None:
    """Return the time step a code is good for now, or None; each step counts once, so pass the last one as ``after``.

    A phone's clock may be a step early or late.
    """
    digits = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        is_right = hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode())
        if is_right and (after is None or step > after):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return ten codes like ``k7wm-2xqp``, 40 bits each: shown once, kept as digests, each good for one sign-in."""
    return ["-".join(_letters(4) for _half in range(2)) for _number in range(_RECOVERY_CODES)]


def folded(code: str) -> str:
    """Return a recovery code as its digest is made: people type spaces, capitals and no hyphen."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _letter in range(count))
