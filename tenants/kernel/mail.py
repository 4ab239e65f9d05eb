"""The way for lower layers to have mail written: the emails app hangs its composer in here when it starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Recipient:
    """Exactly one person; with the ids, pages about that person can show what became of the mail."""

    address: str
    name: str = ""
    contact_id: int | None = None
    user_id: int | None = None


class Composer(Protocol):
    def __call__(
        self,
        kind: str,
        *,
        to: str | Recipient,
        context: Mapping[str, Any],
        secret: str | None = None,
        key: str | None = None,
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class MailState:
    """What became of a mail, in words; ``is_troubled`` when it will not arrive as it is."""

    label: str
    is_troubled: bool


States = Callable[[Iterable[int]], Mapping[int, MailState]]

_composers: list[Composer] = []
_states: list[States] = []


def use_composer(composer: Composer, states: States) -> None:
    _composers[:] = [composer]
    _states[:] = [states]


def mail_states(message_ids: Iterable[int]) -> Mapping[int, MailState]:
    """Return what became of several mails by id, in one query; what the outbox has forgotten is missing."""
    (states,) = _states
    return states(message_ids)


def compose(
    kind: str,
    *,
    to: str | Recipient,
    context: Mapping[str, Any],
    secret: str | None = None,
    key: str | None = None,
) -> int:
    """Write one message into the business's outbox, in the caller's transaction, and return its id.

    ``secret`` is sealed until the mail has gone and then wiped; ``key`` makes a repeat return the first message.
    """
    (composer,) = _composers
    return composer(kind, to=to, context=context, secret=secret, key=key)
