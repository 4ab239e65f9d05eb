"""Where operators can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ENTRIES = (
    (_("Overview"), "console:overview", "gauge"),
    (_("Businesses"), "console:business_list", "store"),
    (_("Mail"), "console:mail", "mail"),
    (_("Work"), "console:work_list", "cog"),
    (_("Stripe’s events"), "billing_console:event_list", "credit-card"),  # noqa: RUF001 an apostrophe
    (_("Provisioning"), "console:provisioning", "package"),
    (_("Operators"), "console:operator_list", "users"),
    (_("Audit"), "console:audit", "scroll-text"),
)


def console(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the console's entries, for an operator only."""
    operator = getattr(request, "operator", None)
    if operator is None:
        return {}
    found = [(label, reverse(name, urlconf(request)), icon) for label, name, icon in ENTRIES]
    here = max((url for _label, url, _icon in found if request.path.startswith(url)), key=len, default="")
    return {
        "operator": operator,
        "navigation": [
            (label, url, icon, url == here and (url != "/" or request.path == "/")) for label, url, icon in found
        ],
        "account_links": [(_("Security"), reverse("console:security", urlconf(request)), "shield")],
    }


def urlconf(request: Any) -> str | None:
    urlconf: str | None = getattr(request, "urlconf", None)
    return urlconf
