"""The logo as mails carry it: inside the message, small, so that it shows without loading anything."""

import io
from functools import lru_cache

from django.core.files.storage import default_storage
from PIL import Image

from tenants.kernel.scope import BusinessSnapshot

LOGO_CID = "logo@inline"
_SHARPNESS = 2  # pixels for each one shown, for dense screens
_SHOWN_AT_MOST = (200, 44)


def has_logo(business: BusinessSnapshot) -> bool:
    return bool(business.brand.logo_key)


def logo_png(business: BusinessSnapshot) -> bytes | None:
    """Return the business's logo as a PNG of at most 400 by 88 pixels, or None when a monogram stands in."""
    return _shrunk(business.brand.logo_key) if has_logo(business) else None


@lru_cache(maxsize=128)
def _shrunk(key: str) -> bytes:
    with default_storage.open(key) as file:
        picture = Image.open(file).convert("RGBA")
    picture.thumbnail((_SHOWN_AT_MOST[0] * _SHARPNESS, _SHOWN_AT_MOST[1] * _SHARPNESS))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
