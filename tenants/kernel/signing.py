"""Signatures and seals that mean nothing in another business."""

import base64
import hashlib
import hmac
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core import signing

from tenants.kernel.scope import current_business


def _place() -> str:
    business = current_business()
    return "public" if business is None else f"business:{business.id}:{business.schema}"


def sign(value: Any, *, purpose: str) -> str:
    """Return a URL-safe signed text of a JSON value, bound to the business in scope and the purpose."""
    return signing.dumps(value, salt=f"{purpose}|{_place()}")  # noqa: TID251 salted here


def unsign(text: str, *, purpose: str, max_age: int) -> Any:
    """Return what was signed at most ``max_age`` seconds ago; raises django.core.signing.BadSignature."""
    return signing.loads(text, salt=f"{purpose}|{_place()}", max_age=max_age)  # noqa: TID251 salted here


def seal(text: str) -> bytes:
    """Encrypt a short secret so that only this business, on this installation, can read it."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Return what seal() hid; raises cryptography.fernet.InvalidToken in another business."""
    return _fernet().decrypt(bytes(sealed)).decode()


def fingerprint(text: str, *, purpose: str, in_public: bool = False) -> str:
    """Return 64 hex digits that tell equal texts in this business, or everywhere, and nothing without the key."""
    key = f"fingerprint|{purpose}|{'public' if in_public else _place()}|{settings.SECRET_KEY}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _fernet() -> Fernet:
    key = hashlib.sha256(f"seal|{_place()}|{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
