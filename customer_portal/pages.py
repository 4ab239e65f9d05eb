"""What every portal page shares: the tabs, the links behind the customer's name, how to reach the business."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.accounts.http import BusinessRequest
from tenants.navigation import address

TABS = [
    ("portal:home", _("Home"), "house"),
    ("portal:pay", _("Pay"), "wallet-cards"),
    ("portal:updates", _("Updates"), "megaphone"),
    ("portal:files", _("Files"), "paperclip"),
    ("portal:information", _("My information"), "user-round"),
]


def portal_page(
    request: BusinessRequest, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the portal with its tab marked as the current one."""
    return render(request, template, {**frame(tab), "section_tabs": _beside(request.path), **context}, status=status)


def customers_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the tabs on pages that customers share with the team, such as Security."""
    return {} if getattr(request, "customer", None) is None else frame()


UNDER = {"account": "pay", "documents": "pay", "services": "pay", "methods": "pay", "quotes": "pay"}
"""Pages without a tab of their own, as a phone has room for five: what has to do with money stands beside Pay."""
BESIDE_PAY = [
    ("portal:pay", _("To pay")),
    ("portal:documents", _("Invoices")),
    ("portal:quotes", _("Quotes")),
    ("portal:services", _("My services")),
    ("portal:methods", _("Cards")),
    ("portal:account", _("Account")),
]


def frame(tab: str = "") -> dict[str, Any]:
    """Return what the portal's layout draws around a page."""
    return {
        "navigation": [
            (label, reverse(name), icon, name == f"portal:{UNDER.get(tab, tab)}") for name, label, icon in TABS
        ],
        "account_links": [(_("Security"), reverse("accounts:security"), "shield-check")],
    }


def _beside(path: str) -> list[tuple[Any, str, bool]]:
    """Return the pages about money as tabs, on these pages themselves and nowhere below them."""
    tabs = [(label, url, url == path) for name, label in BESIDE_PAY if (url := address(name))]
    return tabs if any(current for _label, _url, current in tabs) else []
