"""What a key may do: each scope opens some actions of the one permission table, never more than its maker's role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import may


@dataclass(frozen=True, slots=True)
class Scope:
    label: str | Promise
    actions: frozenset[str]


SCOPES: dict[str, Scope] = {
    "contacts:read": Scope(_("Read contacts"), frozenset({"contacts.view"})),
    "contacts:write": Scope(_("Add and change contacts"), frozenset({"contacts.create", "contacts.change"})),
    "products:read": Scope(_("Read products"), frozenset({"products.view"})),
    "products:write": Scope(_("Add and change products"), frozenset({"products.change"})),
    "charges:read": Scope(_("Read charges"), frozenset({"charges.view"})),
    "charges:write": Scope(
        _("Add, void and write off charges"), frozenset({"charges.create", "charges.void", "charges.write_off"})
    ),
    "invoices:read": Scope(_("Read invoices"), frozenset({"invoices.view"})),
    "invoices:write": Scope(_("Write, issue and credit invoices"), frozenset({"invoices.change"})),
    "quotes:read": Scope(_("Read quotes"), frozenset({"quotes.view"})),
    "quotes:write": Scope(_("Draft quotes"), frozenset({"quotes.change"})),
    "schedules:read": Scope(_("Read what recurs"), frozenset({"schedules.view"})),
    "schedules:write": Scope(_("Start, change and end what recurs"), frozenset({"schedules.change"})),
    "payments:read": Scope(_("Read payments"), frozenset({"payments.view", "ledger.view"})),
    "payments:write": Scope(_("Record payments"), frozenset({"payments.record"})),
    "payments:refund": Scope(_("Give money back, and credit"), frozenset({"payments.refund", "credit.give"})),
    "expenses:read": Scope(_("Read expenses"), frozenset({"expenses.view"})),
    "expenses:write": Scope(_("Add, change and delete expenses"), frozenset({"expenses.change"})),
    "updates:read": Scope(_("Read updates"), frozenset({"updates.view"})),
    "updates:write": Scope(_("Publish and withdraw updates"), frozenset({"updates.publish"})),
    "corrections:read": Scope(_("Read what customers say is wrong"), frozenset({"corrections.view"})),
    "corrections:write": Scope(_("Accept and decline corrections"), frozenset({"corrections.decide"})),
    "costs:read": Scope(_("See what things cost you"), frozenset({"costs.view"})),
}
OPEN_TO_EVERY_KEY = frozenset({"workspace.view"})
"""What any valid key may ask: who it is."""


def scope_of(action: str) -> str:
    """Return the scope that opens an action, or nothing when no key can do it."""
    return next((name for name, scope in SCOPES.items() if action in scope.actions), "")


def opens(scopes: list[str], action: str) -> bool:
    return action in OPEN_TO_EVERY_KEY or scope_of(action) in scopes


def within(role: str, scope: str) -> bool:
    """Say whether a role includes all that a scope opens; a scope that there is not is within none."""
    return scope in SCOPES and all(may(role, action) for action in SCOPES[scope].actions)


def scopes_within(role: str) -> list[str]:
    return [name for name in SCOPES if within(role, name)]
