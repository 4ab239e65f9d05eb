"""What is counted in a business for the console: each app says what it knows, in fields of Pulse."""

from collections.abc import Callable
from typing import Any

Gauge = Callable[[], dict[str, Any]]
"""Asked inside a business; answers with Pulse's fields."""

_gauges: dict[str, Gauge] = {}


def register_gauge(name: str, gauge: Gauge) -> None:
    """Add what an app counts; called from its ready()."""
    _gauges[name] = gauge


def read_all() -> dict[str, Any]:
    """Return every field of the business in scope."""
    return {field: value for gauge in _gauges.values() for field, value in gauge().items()}
