"""Refuses to start with an address of the API that is under no rule, or that would do a thing twice."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from tenants.api.endpoint import Endpoint
from tenants.checks import views_of


@register()
def every_api_view_is_an_endpoint(**_: Any) -> list[CheckMessage]:
    """Whatever DRF serves is an Endpoint, and every POST of one knows Idempotency-Key."""
    found = []
    for route, view in views_of(settings.ROOT_URLCONF):
        kind = getattr(view, "cls", None)
        if kind is None:
            continue
        if not issubclass(kind, Endpoint):
            found.append(Error(f"{route} is served by DRF and is no Endpoint.", id="mango.E003"))
        elif hasattr(kind, "post") and not hasattr(kind.post, "is_once"):
            found.append(Error(f"{route}: put @once on its post().", id="mango.E004"))
    return [*found]
