"""What the skeleton template asks of a brand: names, addresses, and the colour of the browser's own frame."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tenants.brand.palette import Palette, derive
from tenants.kernel.scope import BusinessSnapshot


@dataclass(frozen=True)
class PageBrand:
    """Addresses are on the business's own host; those that hold a hash may be cached for ever."""

    name: str
    stylesheet_url: str
    icon_url: str
    touch_icon_url: str
    manifest_url: str
    theme_light: str
    theme_dark: str
    logo_url: str = ""


def page_brand(business: BusinessSnapshot) -> PageBrand:
    palette = derive(business.brand.primary, business.brand.accent)
    version = f"{business.brand.version}-{palette.content_hash}"
    return PageBrand(
        name=business.name,
        stylesheet_url=f"/brand/{palette.content_hash}.css",
        icon_url=f"/brand/icon-32.png?v={version}",
        touch_icon_url=f"/brand/icon-180.png?v={version}",
        manifest_url=f"/brand/manifest.webmanifest?v={version}",
        theme_light=frame_colour(palette),
        theme_dark=palette.dark.surface_raised,
        logo_url=f"/brand/logo.png?v={version}" if business.brand.logo_key else "",
    )


def frame_colour(palette: Palette) -> str:
    """The top bar runs into the browser's frame: they share its colour."""
    return palette.light.surface_raised


def brand(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `brand` on a business's host, nothing on Mango's own."""
    business: BusinessSnapshot | None = getattr(request, "business", None)
    return {"brand": page_brand(business) if business else None}
