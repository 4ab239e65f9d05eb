from dataclasses import dataclass

from tenants.api.models import ApiKey
from tenants.api.scopes import SCOPES
from tenants.kernel import clock


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as the settings list it; its secret is nowhere to be had."""

    key: ApiKey
    is_alive: bool
    labels: list[object]


def keys() -> list[ShownKey]:
    """Return every key of the business, newest first."""
    now = clock.now()
    found = ApiKey.objects.select_related("maker").order_by("-pk")
    return [ShownKey(key, key.is_alive(now), [SCOPES[name].label for name in key.scopes]) for key in found]
