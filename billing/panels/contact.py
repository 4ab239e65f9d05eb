"""Money on a contact's page: how they stand, what is open, and what can be done about it."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string

from billing.selectors.accounts import account_currencies, all_standings, open_items
from billing.selectors.backs import back_of
from billing.selectors.payments import last_received
from crm.models import Contact
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel

_SHOWN = 5


def register() -> None:
    register_panel("contact.stats", 10, stats)
    register_panel("contact.overview", 10, open_charges)
    register_panel("contact.actions", 10, actions)
    register_panel("contact.tabs", 10, tab)


def stats(request: MemberRequest, *, contact: Contact) -> str | None:
    if not request.member.may("ledger.view"):
        return None
    standing, *elsewhere = all_standings([contact.pk])[contact.pk]
    last = last_received(contact.pk)
    context = {"standing": standing, "elsewhere": elsewhere, "last": last, "back": back_of(last) if last else None}
    return _render("billing/panels/stats.html", request, context)


def open_charges(request: MemberRequest, *, contact: Contact) -> str | None:
    """List what falls due first; the rest is counted."""
    if not request.member.may("charges.view"):
        return None
    items = [item for currency in account_currencies(contact.pk) for item in open_items(contact.pk, currency)]
    context = {"contact": contact, "items": items[:_SHOWN], "more": max(0, len(items) - _SHOWN)}
    return _render("billing/panels/open_charges.html", request, context)


def actions(request: MemberRequest, *, contact: Contact) -> str | None:
    return _render("billing/panels/actions.html", request, {"contact": contact})


def tab(request: MemberRequest, *, contact: Contact, tab: str) -> str | None:
    if not request.member.may("ledger.view"):
        return None
    return _render("billing/panels/tab.html", request, {"contact": contact, "tab": tab})


def _render(template: str, request: HttpRequest, context: Mapping[str, object]) -> str:
    return render_to_string(template, dict(context), request)
