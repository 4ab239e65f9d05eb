"""What every portal page shares: the tabs, the links behind the customer's name, how to reach the business."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.accounts.http import BusinessRequest

TABS = [
    ("portal:home", _("Home"), "house"),
    ("portal:pay", _("Pay"), "wallet-cards"),
    ("portal:account", _("Account"), "scroll-text"),
    ("portal:information", _("My information"), "user-round"),
]


def portal_page(
    request: BusinessRequest, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the portal with its tab marked as the current one."""
    navigation = [(label, reverse(name), icon, name == f"portal:{tab}") for name, label, icon in TABS]
    links = [(_("Security"), reverse("accounts:security"), "shield-check")]
    return render(request, template, {"navigation": navigation, "account_links": links, **context}, status=status)
