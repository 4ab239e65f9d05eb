"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, Any]:
    """Business, person and whether this is a development copy."""
    return {
        "business": getattr(request, "business", None),
        "user": getattr(request, "user", None),
        "member": getattr(request, "member", None),
        "customer": getattr(request, "customer", None),
        "development": settings.DEVELOPMENT,
    }
