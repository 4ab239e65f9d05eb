"""How roles and scopes are called, and what they mean, wherever people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import Role

ROLES: dict[str, str | Promise] = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Admin"),
    Role.MANAGER: _("Manager"),
    Role.BOOKKEEPER: _("Bookkeeper"),
    Role.ASSISTANT: _("Assistant"),
}
MEANINGS: dict[str, str | Promise] = {
    Role.OWNER: _("Everything, the Stripe account and other owners included"),
    Role.ADMIN: _("Everything but the Stripe account: also settings, brand and team"),
    Role.MANAGER: _("Contacts and their access to the portal, products, charges and payments"),
    Role.BOOKKEEPER: _("Contacts, products, charges and payments"),
    Role.ASSISTANT: _("Contacts, notes and files; sees charges, but no payments"),
}
SCOPES: dict[str, str | Promise] = {
    "all": _("All contacts"),
    "assigned": _("Only assigned contacts"),
}


def role_choices(roles: list[Role]) -> list[tuple[str, str]]:
    return [(role.value, f"{ROLES[role]}: {MEANINGS[role]}") for role in roles]
