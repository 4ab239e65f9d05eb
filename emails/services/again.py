"""A person's "send again" for a message that was not sent."""

from django.db import transaction

from emails.errors import AddressComplained, NotSendable, SecretGone
from emails.models import Message, MessageEvent, Suppression
from emails.services.outbox import TRIES, send_soon
from emails.services.suppressions import lift, suppression_of
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.errors import NotFound


@transaction.atomic
def send_again(message_id: int) -> Message:
    """Queue a failed or bounced message anew, with the same Message-ID, and write to its address again.

    Raises NotFound, NotSendable when it has gone or is on its way, SecretGone when its password is no longer kept, and
    AddressComplained when the person does not want mail.
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    _check(message)
    lift(message.to)
    message.state, message.error = Message.State.QUEUED, ""
    message.last_attempt = message.attempts + TRIES
    message.save(update_fields=["state", "error", "last_attempt"])
    MessageEvent.objects.create(message=message, name="sent_again", at=clock.now())
    record("mail.sent_again", message, contact_id=message.contact_id, kind=message.kind)
    send_soon(message)
    return message


def _check(message: Message) -> None:
    if message.state not in (Message.State.FAILED, Message.State.BOUNCED):
        raise NotSendable(state=message.get_state_display())
    if message.has_secret and message.sealed is None:
        raise SecretGone
    suppression = suppression_of(message.to)
    if suppression and suppression.reason == Suppression.Reason.COMPLAINED:
        raise AddressComplained(address=message.to)
