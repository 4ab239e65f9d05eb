"""Files that mails carry, made when they are sent: an app above registers how, under a name that its kind names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    content: bytes
    mimetype: str


Provider = Callable[[Mapping[str, Any]], Attachment]
_providers: dict[str, Provider] = {}


def register_attachment(name: str, provider: Provider) -> None:
    """Hang in ``provider(context) -> Attachment``, which gets the message's context; called from an app's ready()."""
    _providers[name] = provider


def attachment_of(name: str, context: Mapping[str, Any]) -> Attachment:
    """Make one attachment; raises LookupError when no app has registered its name."""
    if name not in _providers:
        raise LookupError(f"Nobody makes the attachment {name}.")
    return _providers[name](context)
