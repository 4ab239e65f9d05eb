"""Where members can go: built in one place from the permission table."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import actions_of
from tenants.accounts.models import User

Link = tuple[str | Promise, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    label: str | Promise
    url_name: str
    icon: str
    action: str


ENTRIES = (
    Entry(_("Home"), "tenants:home", "house", "workspace.view"),
    Entry(_("Contacts"), "crm:contact_list", "users", "contacts.view"),
    Entry(_("Charges"), "billing:charge_list", "file-text", "charges.view"),
    Entry(_("Products"), "billing:product_list", "package", "products.view"),
    Entry(_("Payments"), "billing:payment_list", "credit-card", "payments.view"),
    Entry(_("Files"), "files:all_files", "paperclip", "files.view"),
    Entry(_("Updates"), "updates:list", "megaphone", "updates.view"),
    Entry(_("Settings"), "tenants:settings", "settings", "settings.view"),
)
NEW = (
    Entry(_("Contact"), "crm:contact_new", "user-plus", "contacts.create"),
    Entry(_("Product"), "billing:product_new", "package-plus", "products.change"),
    Entry(_("Update"), "updates:new", "megaphone", "updates.draft"),
)
ACCOUNT = (Entry(_("Security"), "accounts:security", "shield", "workspace.view"),)
SETTINGS = (
    Entry(_("Business"), "tenants:settings", "store", "settings.view"),
    Entry(_("Brand"), "tenants:brand", "palette", "brand.change"),
    Entry(_("Team"), "accounts:team", "users", "team.view"),
    Entry(_("Sign-in"), "tenants:sign_in_settings", "shield", "sign_in.change"),
    Entry(_("Payments"), "billing:connect", "credit-card", "stripe.connect"),
    Entry(_("E-mails"), "emails:kind_list", "mail", "settings.view"),
    Entry(_("API keys"), "api:key_list", "key-round", "api_keys.manage"),
)


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries of the workspace and of its settings, as far as this member's role opens them."""
    member: User | None = getattr(request, "member", None)
    if member is None:
        return {}
    return {
        "navigation": with_current(links(ENTRIES, member.role, sees_all=member.sees_all_contacts), request.path),
        "new_links": links(NEW, member.role, sees_all=member.sees_all_contacts),
        "account_links": links(ACCOUNT, member.role, sees_all=member.sees_all_contacts),
        "search_url": address("tenants:search"),
        "settings_tabs": with_current(links(SETTINGS, member.role, sees_all=member.sees_all_contacts), request.path),
    }


@cache
def links(entries: tuple[Entry, ...], role: str, *, sees_all: bool = True) -> list[Link]:
    """Return label, address and icon of the entries that exist and that the role may open."""
    found = (
        (entry, address(entry.url_name)) for entry in entries if entry.action in actions_of(role, sees_all=sees_all)
    )
    return [(entry.label, url, entry.icon) for entry, url in found if url]


def with_current(found: list[Link], path: str) -> list[tuple[str | Promise, str, str, bool]]:
    """Mark the entry whose address is the longest beginning of the path; home only on its own page."""
    home = address("tenants:home")
    candidates = (url for _label, url, _icon in found if path.startswith(url) and (url != home or path == home))
    here = max(candidates, key=len, default="")
    return [(label, url, icon, url == here) for label, url, icon in found]


@cache
def address(url_name: str) -> str:
    """Return a page's address, or an empty text while the page does not exist."""
    try:
        return reverse(url_name, settings.ROOT_URLCONF)
    except NoReverseMatch:
        return ""
