"""What pages ask about mail."""

from collections.abc import Iterable

from emails.kinds import all_kinds
from emails.models import Message
from emails.models.message import MessageEvent
from tenants.accounts.models import User
from tenants.kernel.mail import MailState
from tenants.kernel.models import BusinessQuerySet


def messages_for(contact_id: int, *, reader: User, limit: int = 20) -> list[Message]:
    """Return the latest mail to a contact's people that a member may know of, newest first, each with its events."""
    kept = [kind.name for kind in all_kinds() if not reader.may(kind.action)]
    theirs = Message.objects.filter(contact_id=contact_id).exclude(kind__in=kept)
    return list(theirs.prefetch_related("events").order_by("-pk")[:limit])


def latest_for(user_id: int, kind: str) -> Message | None:
    """Return the newest message of one kind to one person: the welcome whose fate a page shows."""
    return Message.objects.filter(user_id=user_id, kind=kind).order_by("-pk").first()


def outbox(*, troubled_only: bool = False) -> BusinessQuerySet[Message]:
    """Return all mail, newest first."""
    messages = Message.objects.order_by("-pk")
    return messages.filter(state__in=Message.TROUBLED) if troubled_only else messages


def events_of(message: Message) -> list[MessageEvent]:
    return list(message.events.all())


def states_of(message_ids: Iterable[int]) -> dict[int, str]:
    """Return the states of several messages by id, in one query; ids of forgotten messages are missing."""
    return dict(Message.objects.filter(pk__in=list(message_ids)).values_list("pk", "state"))


def messages_by_key(keys: Iterable[str]) -> dict[str, Message]:
    """Return messages by the keys they were composed with, in one query; those never written are missing."""
    found = Message.objects.filter(key__in=list(keys)).defer("context", "sealed")
    return {message.key: message for message in found if message.key}


def told_states(message_ids: Iterable[int]) -> dict[int, MailState]:
    """Return the states of several messages in words, for the layers below."""
    return {
        pk: MailState(str(Message.State(state).label), state in Message.TROUBLED)
        for pk, state in states_of(message_ids).items()
    }
