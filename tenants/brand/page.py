"""What the skeleton template asks of a brand: names, addresses, and the colour of the browser's own frame."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from tenants.brand.palette import derive
from tenants.kernel.scope import BusinessSnapshot

WIDE = 1.8


@dataclass(frozen=True)
class PageBrand:
    """Addresses are on the business's own host; those that hold a hash may be cached for ever.

    The theme colours paint the browser's own frame, which runs into the top bar.
    """

    name: str
    stylesheet_url: str
    icon_url: str
    touch_icon_url: str
    manifest_url: str
    theme_light: str
    theme_dark: str
    logo_url: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @property
    def logo_is_wide(self) -> bool:
        """Say whether the logo is a word mark, which needs no name beside it."""
        return self.logo_width > WIDE * self.logo_height


@lru_cache(maxsize=1024)
def page_brand(business: BusinessSnapshot) -> PageBrand:
    """Return what pages need, remembered: a snapshot never changes, and a changed business is another snapshot."""
    palette = derive(business.brand.primary, business.brand.accent)
    version = brand_version(business)
    return PageBrand(
        name=business.name,
        stylesheet_url=f"/brand/{palette.content_hash}.css",
        icon_url=icon_url(business, 32),
        touch_icon_url=icon_url(business, 180),
        manifest_url="/brand/manifest.webmanifest",
        theme_light=palette.light.surface_raised,
        theme_dark=palette.dark.surface_raised,
        logo_url=f"/brand/logo.png?v={version}" if business.brand.logo_key else "",
        logo_width=business.brand.logo_width,
        logo_height=business.brand.logo_height,
    )


def brand_version(business: BusinessSnapshot) -> str:
    """What the pictures of a brand depend on: a change of any of it is another address."""
    brand = business.brand
    seen = "|".join([business.name, brand.primary, brand.accent, brand.logo_key, str(brand.version)])
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def icon_url(business: BusinessSnapshot, side: int) -> str:
    return f"/brand/icon-{side}.png?v={brand_version(business)}"


def brand(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `brand` on a business's host, nothing on Mango's own."""
    business: BusinessSnapshot | None = getattr(request, "business", None)
    return {"brand": page_brand(business) if business else None}
