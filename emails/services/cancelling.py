"""Taking back mail that has not gone yet: what it tells is no longer so."""

from django.db import transaction

from emails.models import Message, MessageEvent
from tenants.kernel import clock

State = Message.State


def take_back(message: Message) -> None:
    """End a message that nobody shall get, in the caller's transaction, which has locked it."""
    message.state, message.error, message.next_try_at = State.CANCELLED, "", None
    message.save(update_fields=["state", "error", "next_try_at"])
    MessageEvent.objects.create(message=message, name=State.CANCELLED, at=clock.now())


@transaction.atomic
def cancel_message(message_id: int) -> None:
    """Take back one message unless it has gone, or is going in this moment."""
    waiting = Message.objects.filter(pk=message_id, state__in=[State.QUEUED, State.HELD])
    for message in waiting.select_for_update(skip_locked=True):
        take_back(message)


@transaction.atomic
def cancel_waiting(key_prefix: str) -> int:
    """Take back every message that waits under keys with this beginning; return how many.

    One that a worker is sending in this moment goes; were it put off, its kind's ``read_anew`` is asked once more.
    """
    waiting = Message.objects.filter(key__startswith=key_prefix, state__in=[State.QUEUED, State.HELD])
    ids = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(state=State.CANCELLED, next_try_at=None)
    now = clock.now()
    MessageEvent.objects.bulk_create([MessageEvent(message_id=pk, name=State.CANCELLED, at=now) for pk in ids])
    return len(ids)
