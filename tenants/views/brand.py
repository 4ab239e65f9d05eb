"""What a business's pages are dressed in: colours, logo, icons, manifest. Anybody may see it; the sign-in page does."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tenants import files
from tenants.accounts.access import anyone
from tenants.accounts.http import BusinessRequest
from tenants.brand import Palette, derive, icons
from tenants.brand.page import brand_version, icon_url
from tenants.kernel.scope import BrandSnapshot, BusinessSnapshot

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"


@anyone
@require_safe
def stylesheet(request: BusinessRequest, content_hash: str) -> HttpResponse:
    """The palette in force; a page opened before a change asks with the old hash and gets the new colours."""
    palette = _palette(request.business.brand)
    response = HttpResponse(palette.css(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if content_hash == palette.content_hash else A_WHILE
    return response


@anyone
@require_safe
def logo(request: BusinessRequest) -> HttpResponse:
    if not request.business.brand.logo_key:
        raise Http404
    return _picture(request, _stored(request.business.brand.logo_key))


@anyone
@require_safe
def icon(request: BusinessRequest, side: int) -> HttpResponse:
    if side not in icons.SIZES:
        raise Http404
    return _picture(request, _icons(request.business)[side])


@anyone
@require_safe
def favicon(request: BusinessRequest) -> HttpResponse:
    return _picture(request, icons.favicon(_mark(request.business)), "image/x-icon")


@anyone
@require_safe
def manifest(request: BusinessRequest) -> HttpResponse:
    business = request.business
    addresses = {side: icon_url(business, side) for side in icons.MANIFEST_SIZES}
    text = icons.manifest(business.name, _palette(business.brand), addresses)
    response = HttpResponse(text, content_type="application/manifest+json; charset=utf-8")
    response["Cache-Control"] = A_WHILE
    return response


def _picture(request: BusinessRequest, content: bytes, content_type: str = "image/png") -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    current = request.GET.get("v") == brand_version(request.business)
    response["Cache-Control"] = FOR_EVER if current else A_WHILE
    return response


def _palette(brand: BrandSnapshot) -> Palette:
    return derive(brand.primary, brand.accent)


def _mark(business: BusinessSnapshot) -> bytes:
    """The logo, or the monogram that stands in for it."""
    if business.brand.logo_key:
        return _stored(business.brand.logo_key)
    return icons.monogram(business.name, _palette(business.brand))


def _icons(business: BusinessSnapshot) -> dict[int, bytes]:
    return _drawn(_mark(business))


@lru_cache(maxsize=64)
def _drawn(mark: bytes) -> dict[int, bytes]:
    return icons.icon_set(mark)


@lru_cache(maxsize=64)
def _stored(key: str) -> bytes:
    """A logo's bytes; its key is random and names one file for ever."""
    with files.open_key(key) as file:
        return bytes(file.read())
