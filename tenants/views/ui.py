"""The design system on show, in any brand. Mounted in development only."""

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tenants.accounts.access import anyone
from tenants.brand.colour import NotAColourError
from tenants.brand.page import PageBrand
from tenants.brand.palette import MANGO_ACCENT, MANGO_PRIMARY, Palette, derive
from tenants.views.ui_samples import sample_context

PORTAL_TABS = [
    ("Home", "/ui/portal-home/", "house"),
    ("Pay", "/ui/pay/", "credit-card"),
    ("Updates", "#updates", "bell"),
    ("Messages", "#messages", "message-square"),
    ("My information", "#information", "user-round-check"),
]
WORKSPACE_ENTRIES = [
    ("Home", "/ui/workspace/", "house"),
    ("Contacts", "/ui/contacts/", "users"),
    ("Charges & invoices", "#invoices", "file-text"),
    ("Payments", "#payments", "credit-card"),
    ("Updates & messages", "#updates", "megaphone"),
    ("Cash flow", "#cash", "chart-line"),
    ("Files", "#files", "folder"),
    ("Settings", "#settings", "settings"),
]
NEW_LINKS = [("Contact", "#contact", "user-plus"), ("Charge", "#charge", "receipt"), ("Update", "#update", "megaphone")]
PAGES = {
    "index": ([], ""),
    "portal-home": (PORTAL_TABS, "Home"),
    "pay": (PORTAL_TABS, "Pay"),
    "workspace": (WORKSPACE_ENTRIES, "Home"),
    "contacts": (WORKSPACE_ENTRIES, "Contacts"),
    "contact": (WORKSPACE_ENTRIES, "Contacts"),
    "sign-in": ([], ""),
    "public": ([], ""),
}
ROLES = [
    "surface",
    "surface-raised",
    "surface-sunken",
    "surface-hover",
    "line",
    "line-strong",
    "ink",
    "ink-muted",
    "brand",
    "brand-edge",
    "brand-soft",
    "link",
    "focus",
    "accent",
]


@anyone
@require_safe
def page(request: HttpRequest, name: str = "index") -> HttpResponse:
    if name not in PAGES:
        raise Http404
    entries, current = PAGES[name]
    palette = _palette(request)
    request.user = SimpleNamespace(name="Cleo van Dam", get_role_display="Customer")  # type: ignore[assignment]
    context = {
        **sample_context(),
        "pages": [slug for slug in PAGES if slug != "index"],
        "roles": ROLES,
        "palette": palette,
        "notes": palette.notes(),
        "brand": None if name == "public" else _brand(palette),
        "navigation": [(label, url, icon, label == current) for label, url, icon in entries],
        "new_links": NEW_LINKS,
        "search_url": "/ui/contacts/",
        "account_links": [("Security", "#security", "shield")],
    }
    return render(request, f"ui/{name.replace('-', '_')}.html", context)


@anyone
@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_palette(request).css(), content_type="text/css")


def _palette(request: HttpRequest) -> Palette:
    try:
        return derive(request.GET.get("primary", MANGO_PRIMARY), request.GET.get("accent", MANGO_ACCENT))
    except NotAColourError as error:
        raise Http404 from error


def _brand(palette: Palette) -> PageBrand:
    facts: dict[str, Any] = {"primary": palette.primary, "accent": palette.accent}
    return PageBrand(
        name="Acme Bakery",
        stylesheet_url=f"/ui/brand.css?{urlencode(facts)}",
        icon_url="/static/img/mark.svg",
        touch_icon_url="/static/img/mark.svg",
        manifest_url="",
        theme_light=palette.light.surface_raised,
        theme_dark=palette.dark.surface_raised,
    )
