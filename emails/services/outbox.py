"""Writing mail: one row in the caller's transaction; a worker sends it after the commit."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import override

from emails.kinds import Kind, kind_named
from emails.models import Message
from emails.services.addresses import one_address, one_line
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.mail import Recipient
from tenants.kernel.scope import require_business
from tenants.kernel.signing import seal

SEALED_FOR = timedelta(hours=72)
"""The life of a temporary password; what it opens is dead after it, so the seal goes too."""

TRIES = 20
"""Tries before a message is given up and shown to a person: about eleven hours of a server that does not take it."""


@transaction.atomic
def compose(
    kind: str,
    *,
    to: str | Recipient,
    context: Mapping[str, Any],
    secret: str | None = None,
    key: str | None = None,
) -> int:
    """Write one message into the outbox, in the caller's transaction, and return its id.

    ``context`` needs what the kind's sample has. ``secret`` is sealed until the mail has gone and then wiped. ``key``
    makes a repeat return the first message. Raises AddressRefused, and ValueError for what only a bug can cause.
    """
    declared = kind_named(kind)
    _check(declared, context, secret)
    message = _message(declared, to if isinstance(to, Recipient) else Recipient(to), context, key)
    if secret is not None:
        message.has_secret = True
        message.sealed, message.sealed_until = seal(secret), clock.now() + SEALED_FOR
    Message.objects.bulk_create([message], ignore_conflicts=key is not None)
    if key is not None:
        written = Message.objects.only("message_id").get(key=key)
        if written.message_id != message.message_id:
            return written.pk
        message.pk = written.pk
    send_soon(message)
    if message.sealed_until:
        enqueue("emails.wipe", due_at=message.sealed_until, message_id=message.pk)
    return message.pk


def send_soon(message: Message, *, at: datetime | None = None) -> None:
    """Ask a worker to send a message after the commit, or at ``at``."""
    moment = "" if at is None else f".{at.timestamp():.0f}"
    key = f"{message.pk}.{message.attempts}{moment}"  # a try that was asked for twice happens once
    name = "emails.deliver_notice" if kind_named(message.kind).even_suspended else "emails.deliver"
    enqueue(name, due_at=at, key=key, message_id=message.pk, attempt=message.attempts)


def subject_of(kind: Kind, context: Mapping[str, Any]) -> str:
    business = require_business()
    with override(business.locale):
        return one_line(str(kind.subject) % {**context, "business": business.name})[:250]


def _message(kind: Kind, to: Recipient, context: Mapping[str, Any], key: str | None) -> Message:
    return Message(
        kind=kind.name,
        to=one_address(to.address),
        to_name=one_line(to.name)[:150],
        contact_id=to.contact_id,
        user_id=to.user_id,
        subject=subject_of(kind, context),
        context=dict(context),
        key=key,
        message_id=_new_message_id(),
        last_attempt=TRIES,
    )


def _check(kind: Kind, context: Mapping[str, Any], secret: str | None) -> None:
    missing = kind.sample.keys() - context.keys()
    if missing:
        raise ValueError(f"{kind.name} needs {', '.join(sorted(missing))} in its context.")
    if kind.has_secret != bool(secret):
        raise ValueError(f"{kind.name} {'needs' if kind.has_secret else 'has no'} secret.")
    if secret and json.dumps(secret)[1:-1] in json.dumps(dict(context), cls=DjangoJSONEncoder):
        raise ValueError(f"The secret of {kind.name} stands in its context, where it would be kept in the clear.")


def _new_message_id() -> str:
    """Fixed for the life of a message, so that a mail that arrives twice can be seen to be one.

    The right side is the business's own host: reports that name only the Message-ID lead back to it.
    """
    return f"<{uuid.uuid4().hex}@{require_business().subdomain}.{settings.BASE_DOMAIN}>"
