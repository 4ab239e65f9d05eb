"""When a business's currency can no longer be changed: the layers that keep money say so."""

from collections.abc import Callable

_checks: dict[str, Callable[[], bool]] = {}


def fix_currency_when(check: Callable[[], bool]) -> None:
    """Have ``check`` asked, in the business's scope, whether there are amounts; called from an app's ready()."""
    _checks[f"{check.__module__}.{check.__qualname__}"] = check


def currency_is_fixed() -> bool:
    return any(check() for check in _checks.values())
