"""What every portal page shares: the tabs, the links behind the customer's name, how to reach the business."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.accounts.http import BusinessRequest

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
    return render(request, template, {**frame(tab), **context}, status=status)


def customers_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the tabs on pages that customers share with the team, such as Security."""
    return {} if getattr(request, "customer", None) is None else frame()


UNDER = {"account": "pay"}
"""Pages without a tab of their own, as a phone has room for five: the account and its receipts are reached from Pay."""


def frame(tab: str = "") -> dict[str, Any]:
    """Return what the portal's layout draws around a page."""
    return {
        "navigation": [
            (label, reverse(name), icon, name == f"portal:{UNDER.get(tab, tab)}") for name, label, icon in TABS
        ],
        "account_links": [(_("Security"), reverse("accounts:security"), "shield-check")],
    }
