"""The frame of a contact's pages: its name, its tabs, its actions. Layers above draw their own tabs in it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.selectors.access import access_of
from crm.selectors.contacts import contact_named
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import panels

_TABS: dict[str, str | Promise] = {
    "contact": _("Overview"),
    "contact_files": _("Files"),
    "contact_information": _("Information"),
    "contact_access": _("Portal access"),
    "contact_history": _("History"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: str | Promise
    address: str


def contact_frame(request: MemberRequest, contact_id: int, tab: str) -> dict[str, Any]:
    """Return what ``crm/contact_frame.html`` needs; raises NotFound.

    A layer above extends that template, fills its block ``tab``, and hangs a link to its page into "contact.tabs".
    """
    contact = contact_named(contact_id)
    access = access_of(contact)
    return {
        "contact": contact,
        "access": access,
        "portal": access[0] if access else None,
        "may_resend": request.member.may("access.resend"),
        "tab": tab,
        "tabs": [Tab(name, label, reverse(f"crm:{name}", args=[contact.pk])) for name, label in _TABS.items()],
        "more_tabs": panels("contact.tabs", request, contact=contact, tab=tab),
        "contact_actions": panels("contact.actions", request, contact=contact),
    }
