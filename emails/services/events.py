"""What became of a message after it was accepted, as its provider reports it."""

from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from emails.models import Message, MessageEvent, Suppression
from emails.services.addresses import one_line
from emails.services.suppressions import suppress
from tenants import directory
from tenants.kernel.scope import BusinessSnapshot

log = structlog.get_logger()

_RANK = {
    Message.State.DELIVERED: 1,
    Message.State.OPENED: 2,
    Message.State.BOUNCED: 3,
    Message.State.COMPLAINED: 4,
}
_STOPS = {
    Message.State.BOUNCED: Suppression.Reason.BOUNCED,
    Message.State.COMPLAINED: Suppression.Reason.COMPLAINED,
}


def business_of(message_id: str) -> BusinessSnapshot | None:
    """Return the business whose mail carries a Message-ID, read now, or None when it is nobody's here.

    A report comes to any process at any time, and nobody asks again when a remembered snapshot is stale.
    """
    host = message_id.strip().strip("<>").rpartition("@")[2].lower()
    subdomain = host.removesuffix(f".{settings.BASE_DOMAIN}")
    if subdomain in (host, ""):
        return None
    directory.forget(subdomain)
    return directory.by_subdomain(subdomain)


@transaction.atomic
def note_event(message_id: str, event: str, *, at: datetime, detail: str = "") -> bool:
    """Write down that a message was delivered, opened, bounced or complained; return whether that was news.

    Reports come twice and out of order: the same one twice adds nothing, and a late "delivered" does not undo "opened".
    """
    state = Message.State(event)
    rank = _RANK[state]
    message = Message.objects.select_for_update().filter(message_id=message_id).first()
    if message is None:
        log.warning("event_of_unknown_mail", event_name=event)
        return False
    detail = one_line(detail)[:500]
    if MessageEvent.objects.filter(message=message, name=state, at=at).exists():
        return False
    MessageEvent.objects.create(message=message, name=state, at=at, detail=detail)
    if rank > _RANK.get(Message.State(message.state), 0):
        _advance(message, state, detail)
    return True


def _advance(message: Message, state: Message.State, detail: str) -> None:
    message.state = state
    message.error = detail if state in _STOPS else ""
    message.sealed = message.sealed_until = None
    message.sent_at = message.sent_at or message.created_at
    message.save(update_fields=["state", "error", "sealed", "sealed_until", "sent_at"])
    if state in _STOPS:
        suppress(message.to, _STOPS[state], detail)
