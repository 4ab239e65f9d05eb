"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tenants.accounts.access import actions_of


def place(request: HttpRequest) -> dict[str, Any]:
    """Business, person, the actions a member may do, and whether this is a development copy."""
    member = getattr(request, "member", None)
    return {
        "may": actions_of(member.role, sees_all=member.sees_all_contacts) if member else frozenset(),
        "business": getattr(request, "business", None),
        "user": getattr(request, "user", None),
        "member": member,
        "customer": getattr(request, "customer", None),
        "development": settings.DEVELOPMENT,
    }
