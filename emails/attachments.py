"""Files that mails carry, made when they are sent: an app above registers how, under a name that its kind names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    content: bytes
    mimetype: str


Provider = Callable[[Mapping[str, Any]], Attachment | Sequence[Attachment]]
_providers: dict[str, Provider] = {}


def register_attachment(name: str, provider: Provider) -> None:
    """Hang in what makes one file, or several, of a message's context; called from an app's ready()."""
    _providers[name] = provider


def attachments_of(name: str, context: Mapping[str, Any]) -> Sequence[Attachment]:
    """Make what one name stands for; raises LookupError when no app has registered its name."""
    if name not in _providers:
        raise LookupError(f"Nobody makes the attachment {name}.")
    made = _providers[name](context)
    return [made] if isinstance(made, Attachment) else made
