"""Where members can go: built in one place from the permission table."""

from collections.abc import Iterable
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
    """A page to go to; ``parts`` are the pages beside it, shown as tabs on each of them."""

    label: str | Promise
    url_name: str
    icon: str
    action: str
    parts: "tuple[Entry, ...]" = ()


CHARGES = (
    Entry(_("Charges"), "billing:charge_list", "file-text", "charges.view"),
    Entry(_("Invoices"), "billing:invoice_list", "receipt-text", "invoices.view"),
    Entry(_("Quotes"), "billing:quote_list", "file-pen", "quotes.view"),
    Entry(_("Recurring"), "billing:schedule_list", "repeat", "schedules.view"),
    Entry(_("Products"), "billing:product_list", "package", "products.view"),
    Entry(_("Reminders"), "billing:reminder_list", "bell-ring", "reminders.view"),
)
PAYMENTS = (
    Entry(_("Payments"), "billing:payment_list", "credit-card", "payments.view"),
    Entry(_("To check"), "billing:transfer_list", "clipboard-check", "payments.view"),
    Entry(_("Disputes"), "billing:dispute_list", "gavel", "payments.view"),
    Entry(_("Reconciliation"), "billing:reconciliation", "scale", "payments.view"),
)
CASH_FLOW = (
    Entry(_("Cash flow"), "billing:cash_flow", "chart-line", "ledger.view"),
    Entry(_("Profit"), "billing:profit", "chart-pie", "costs.view"),
    Entry(_("Expenses"), "billing:expense_list", "receipt", "expenses.view"),
)
ENTRIES = (
    Entry(_("Home"), "tenants:home", "house", "workspace.view"),
    Entry(_("Contacts"), "crm:contact_list", "users", "contacts.view"),
    Entry(_("Charges & invoices"), "billing:charge_list", "file-text", "charges.view", CHARGES),
    Entry(_("Payments"), "billing:payment_list", "credit-card", "payments.view", PAYMENTS),
    Entry(_("Updates"), "updates:list", "megaphone", "updates.view"),
    Entry(_("Cash flow"), "billing:cash_flow", "chart-line", "ledger.view", CASH_FLOW),
    Entry(_("Files"), "files:all_files", "paperclip", "files.view"),
    Entry(_("Settings"), "tenants:settings", "settings", "settings.view"),
)
NEW = (
    Entry(_("Contact"), "crm:contact_new", "user-plus", "contacts.create"),
    Entry(_("Invoice"), "billing:invoice_new", "receipt-text", "invoices.change"),
    Entry(_("Quote"), "billing:quote_new", "file-pen", "quotes.change"),
    Entry(_("Expense"), "billing:expense_new", "receipt", "expenses.change"),
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
    Entry(_("Ways to pay"), "billing:paying_settings", "wallet-cards", "billing.settings"),
    Entry(_("Autopay & parts"), "billing:autopay_settings", "zap", "billing.settings"),
    Entry(_("Tax & numbering"), "billing:invoicing_settings", "hash", "billing.settings"),
    Entry(_("Reminders"), "billing:reminder_settings", "bell-ring", "billing.settings"),
    Entry(_("Currencies"), "billing:currencies", "coins", "billing.settings"),
    Entry(_("E-mails"), "emails:kind_list", "mail", "settings.view"),
    Entry(_("API keys"), "api:key_list", "key-round", "api_keys.manage"),
)


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries of the workspace and of its settings, as far as this member's role opens them."""
    member: User | None = getattr(request, "member", None)
    if member is None:
        return {}
    shown = (member.role, member.sees_all_contacts)
    return {
        "navigation": _main(*shown, path=request.path),
        "section_tabs": _beside(*shown, path=request.path),
        "new_links": links(NEW, member.role, sees_all=member.sees_all_contacts),
        "account_links": links(ACCOUNT, member.role, sees_all=member.sees_all_contacts),
        "search_url": address("tenants:search"),
        "settings_tabs": with_current(links(SETTINGS, member.role, sees_all=member.sees_all_contacts), request.path),
    }


def _main(role: str, sees_all: bool, *, path: str) -> list[tuple[str | Promise, str, str, bool]]:  # noqa: FBT001 a pair
    """Return the entries, the one marked that the page or a page beside it belongs to."""
    pages = {
        url: address(entry.url_name)
        for entry in ENTRIES
        for _label, url, _icon in links((entry, *entry.parts), role, sees_all=sees_all)
    }
    here = pages.get(_longest(pages, path), "")
    return [(label, url, icon, url == here) for label, url, icon in links(ENTRIES, role, sees_all=sees_all)]


def _beside(role: str, sees_all: bool, *, path: str) -> list[tuple[str | Promise, str, str, bool]]:  # noqa: FBT001
    """Return the pages of a section as tabs, on these pages themselves and nowhere below them."""
    for entry in ENTRIES:
        tabs = links(entry.parts, role, sees_all=sees_all)
        if len(tabs) > 1 and any(url == path for _label, url, _icon in tabs):
            return with_current(tabs, path)
    return []


@cache
def links(entries: tuple[Entry, ...], role: str, *, sees_all: bool = True) -> list[Link]:
    """Return label, address and icon of the entries that exist and that the role may open."""
    found = (
        (entry, address(entry.url_name)) for entry in entries if entry.action in actions_of(role, sees_all=sees_all)
    )
    return [(entry.label, url, entry.icon) for entry, url in found if url]


def with_current(found: list[Link], path: str) -> list[tuple[str | Promise, str, str, bool]]:
    """Mark the entry whose address is the longest beginning of the path; home only on its own page."""
    here = _longest((url for _label, url, _icon in found), path)
    return [(label, url, icon, url == here) for label, url, icon in found]


def _longest(urls: Iterable[str], path: str) -> str:
    home = address("tenants:home")
    return max((url for url in urls if path.startswith(url) and (url != home or path == home)), key=len, default="")


@cache
def address(url_name: str) -> str:
    """Return a page's address, or an empty text while the page does not exist."""
    try:
        return reverse(url_name, settings.ROOT_URLCONF)
    except NoReverseMatch:
        return ""
