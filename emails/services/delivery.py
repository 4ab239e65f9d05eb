"""Sending: begin (one short transaction), render and speak SMTP (none), write down what came of it (one more).

A message is tried again with the same password and the same Message-ID until it is accepted, refused for good, or given
up. A worker that dies in between leaves it ``sending``; the job's lease ends and the message goes once more.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from emails.kinds import kind_named
from emails.models import Message, MessageEvent, Suppression
from emails.rendering.mail import branded_mail
from emails.services.cancelling import take_back
from emails.services.caps import take_place
from emails.services.outbox import SEALED_FOR, TRIES, send_soon
from emails.services.refusals import Refusal, final_refusal, in_words
from emails.services.suppressions import suppress, suppression_of
from tenants.kernel import clock
from tenants.kernel.jobs.runner import backoff
from tenants.kernel.scope import require_business
from tenants.kernel.signing import unseal

log = structlog.get_logger()
State = Message.State


def deliver(*, message_id: int, attempt: int) -> None:
    """Try to send one message; safe to run twice. ``attempt`` is how many tries there were when this was asked for."""
    message = _begin(message_id, attempt)
    if message is None:
        return
    try:
        branded_mail(message).send()
    except Exception as error:  # noqa: BLE001 whatever goes wrong, the message must not be lost
        refusal = final_refusal(error)
        if refusal:
            _bounced(message, refusal)
        else:
            _put_off(message, error)
    else:
        _sent(message)


@transaction.atomic
def _begin(message_id: int, attempt: int) -> Message | None:
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or not _is_for(message, attempt):
        return None
    if not _is_wanted(message):
        take_back(message)
        return None
    hindrance = _hindrance(message)
    if not hindrance and not take_place(message):
        _hold(message)
        return None
    message.state, message.attempts, message.next_try_at = State.SENDING, attempt + 1, None
    message.save(update_fields=["state", "attempts", "next_try_at", "counted_on"])
    if hindrance:
        _end(message, State.FAILED, hindrance)
        return None
    return message


def _is_for(message: Message, attempt: int) -> bool:
    """Each try has its own job: one that was overtaken finds nothing to do, one that was killed takes up again."""
    if message.state == State.SENDING:
        return message.attempts == attempt + 1
    return message.is_waiting and message.attempts == attempt


def _is_wanted(message: Message) -> bool:
    read_anew = kind_named(message.kind).read_anew
    return read_anew is None or read_anew(message.context) is not None


def _hindrance(message: Message) -> str:
    suppression = suppression_of(message.to)
    if suppression:
        return f"{_why_left_alone(suppression)} {suppression.detail}".strip()[:500]
    if message.has_secret and message.sealed is None:
        return _("The password or link in it ran out before it could be sent.")
    return ""


def _why_left_alone(suppression: Suppression) -> str:
    if suppression.reason == Suppression.Reason.COMPLAINED:
        return _("Not sent, because an earlier e-mail to this address was reported as unwanted.")
    return _("Not sent, because an earlier e-mail to this address bounced.")


def _hold(message: Message) -> None:
    tomorrow = _start_of_tomorrow()
    message.state, message.next_try_at = State.HELD, tomorrow
    message.save(update_fields=["state", "next_try_at"])
    send_soon(message, at=tomorrow)


def _start_of_tomorrow() -> datetime:
    zone = ZoneInfo(require_business().time_zone)
    return datetime.combine(clock.today(zone.key) + timedelta(days=1), datetime.min.time(), tzinfo=zone)


@transaction.atomic
def _sent(message: Message) -> None:
    """Accepted. A provider's report may have come first; what it says is newer and stays."""
    known = Message.objects.select_for_update().get(pk=message.pk)
    known.sent_at = clock.now()
    known.save(update_fields=["sent_at"])
    if known.state == State.SENDING:
        _end(known, State.SENT, "")
    else:
        MessageEvent.objects.create(message=known, name=State.SENT, at=known.sent_at)


@transaction.atomic
def _bounced(message: Message, refusal: Refusal) -> None:
    words = _without_secret(message, refusal.detail)
    _end(message, State.BOUNCED, words)
    if refusal.address_is_dead:
        suppress(message.to, Suppression.Reason.BOUNCED, words)


@transaction.atomic
def _put_off(message: Message, error: Exception) -> None:
    words = _without_secret(message, in_words(error))
    tries = TRIES - (message.last_attempt - message.attempts)
    log.warning("mail_put_off", message=message.pk, tries=tries, exc_info=not isinstance(error, OSError))
    if message.attempts >= message.last_attempt:
        _end(message, State.FAILED, words)
        return
    wait = backoff(tries)
    message.state, message.error, message.next_try_at = State.QUEUED, words, clock.now() + wait
    message.save(update_fields=["state", "error", "next_try_at"])
    send_soon(message, at=message.next_try_at)


def _without_secret(message: Message, words: str) -> str:
    """Servers like to quote what they dislike; that may be the password or the link in it."""
    return words.replace(unseal(bytes(message.sealed)), "…") if message.sealed else words


def _end(message: Message, state: Message.State, words: str) -> None:
    """Come to rest. What has gone, or cannot go, needs its secret no more; what merely failed may be sent again."""
    message.state, message.error, message.next_try_at = state, words, None
    if state != State.FAILED:
        message.sealed = message.sealed_until = None
    message.save(update_fields=["state", "error", "next_try_at", "sealed", "sealed_until"])
    MessageEvent.objects.create(message=message, name=state, at=clock.now(), detail=words)


@transaction.atomic
def wipe(*, message_id: int) -> None:
    """Forget a secret that has outlived what it opens."""
    message = Message.objects.select_for_update().filter(pk=message_id, sealed_until__lte=clock.now()).first()
    if message is None:
        return
    message.sealed = message.sealed_until = None
    message.save(update_fields=["sealed", "sealed_until"])
    log.info("secret_outlived", message=message.pk, days=SEALED_FOR.days)
