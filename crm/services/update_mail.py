"""Mail about updates: rounds of it, written in batches by a job that may die anywhere and be run by two."""

from collections.abc import Sequence

import structlog
from django.db import transaction

from crm.errors import UpdateNotShown
from crm.models import Customer, Update, UpdateMailing
from crm.selectors.audience import recipients_of
from crm.selectors.updates import mail_key, mail_keys_of
from emails.errors import AddressRefused
from emails.services.cancelling import cancel_waiting
from emails.services.outbox import compose
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.mail import Recipient
from tenants.kernel.scope import require_business

log = structlog.get_logger()
BATCH = 100
"""Mails written in one transaction: about half a second, so that others' jobs get their turn."""


def start_mailing(update: Update, *, purpose: str, number: int | None = None) -> UpdateMailing:
    """Begin a round in the caller's transaction, which has locked the update; a round that exists is returned."""
    number = number or update.mailings.count() + 1
    unread_only = purpose == UpdateMailing.Purpose.REMINDER
    mailing, is_new = UpdateMailing.objects.get_or_create(
        update=update,
        number=number,
        defaults={
            "purpose": purpose,
            "total": recipients_of(update, unread_only=unread_only).count(),
            "started_at": clock.now(),
        },
    )
    if is_new:
        _continue(mailing)
    return mailing


@transaction.atomic
def remind(update_id: int, *, number: int) -> UpdateMailing:
    """Mail those who have not read it (of an alert: not said so) once more; ``number`` makes a double click one round.

    Raises UpdateNotShown for what customers do not see now.
    """
    update = Update.objects.select_for_update().get(pk=update_id)
    if not update.is_published or update.has_expired(on=clock.today(require_business().time_zone)):
        raise UpdateNotShown(title=update.title)
    existed = update.mailings.filter(number=number).first()
    if existed is not None:
        return existed
    mailing = start_mailing(update, purpose=UpdateMailing.Purpose.REMINDER)
    record("update.reminded", update, contact_id=update.contact_id, title=update.title, count=mailing.total)
    return mailing


@transaction.atomic
def write_batch(mailing_id: int, *, after: int) -> int:
    """Write the mails that follow customer ``after``; return how many.

    Only who holds the row's lock and finds it where the job says writes anything, so every mail is written once.
    """
    mailing = UpdateMailing.objects.select_for_update(of=("self",)).select_related("update").get(pk=mailing_id)
    if not mailing.is_running or mailing.last_customer_id != after:
        return 0
    update = mailing.update
    if not update.is_published:
        _end(mailing, cancelled=True)
        return 0
    unread_only = mailing.purpose == UpdateMailing.Purpose.REMINDER
    found = recipients_of(update, unread_only=unread_only).filter(pk__gt=after).select_related("user").order_by("pk")
    customers = list(found[:BATCH])
    written = sum(_write(mailing, customer) for customer in customers)
    mailing.queued += written
    mailing.skipped += len(customers) - written
    _move_on(mailing, customers)
    return written


def cancel_mailings(update: Update) -> None:
    """Stop what is being written and take back what has not gone, in the caller's transaction."""
    # A batch under way holds the row: this waits for it, and what it wrote is then taken back as well.
    update.mailings.filter(finished_at=None, cancelled_at=None).update(cancelled_at=clock.now())
    cancel_waiting(mail_keys_of(update.pk))


def _write(mailing: UpdateMailing, customer: Customer) -> bool:
    user, update = customer.user, mailing.update
    try:
        compose(
            update.kind,
            to=Recipient(user.email, user.name, contact_id=customer.contact_id, user_id=user.pk),
            context={
                "name": user.name,
                "title": update.title,
                "purpose": mailing.purpose,
                "update_id": update.pk,
                "customer_id": customer.pk,
            },
            key=mail_key(update.pk, mailing.number, customer.pk),
        )
    except AddressRefused as refusal:  # one bad address keeps nobody else from the news; the page says how many
        log.warning("update_mail_skipped", update=update.pk, customer=customer.pk, error=refusal.code)
        return False
    return True


def _move_on(mailing: UpdateMailing, customers: Sequence[Customer]) -> None:
    if len(customers) < BATCH:
        _end(mailing)
        return
    mailing.last_customer_id = customers[-1].pk
    mailing.save()
    _continue(mailing)


def _continue(mailing: UpdateMailing) -> None:
    after = mailing.last_customer_id
    enqueue("crm.write_update_mail", key=f"{mailing.pk}.{after}", mailing_id=mailing.pk, after=after)


def _end(mailing: UpdateMailing, *, cancelled: bool = False) -> None:
    if cancelled:
        mailing.cancelled_at = clock.now()
    else:
        mailing.finished_at = clock.now()
    mailing.save()
