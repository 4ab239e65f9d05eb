"""From draft to portal and back: publish now or at a time, once; withdraw at once; bring back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from crm.errors import UpdateForNobody, UpdateOverBeforeItBegins, UpdatePublished, UpdateTooLate, UpdateUnfinished
from crm.models import Update
from crm.services.update_mail import cancel_mailings, start_mailing
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business


@transaction.atomic
def publish(update_id: int) -> Update:
    """Show an update in the portal and have its mails written; one that is published stays as it is.

    A withdrawn one comes back without any new mail. Raises UpdateUnfinished, UpdateForNobody and
    UpdateOverBeforeItBegins.
    """
    update = _locked(update_id)
    if update.is_published:
        return update
    now = clock.now()
    _check(update, now)
    is_new = not update.has_been_published
    update.state, update.withdrawn_at = Update.State.PUBLISHED, None
    update.published_at = update.published_at or now
    update.save()
    record(
        "update.published" if is_new else "update.restored", update, contact_id=update.contact_id, title=update.title
    )
    if is_new and update.by_mail:
        start_mailing(update, purpose="news")
    return update


@transaction.atomic
def schedule(update_id: int) -> Update:
    """Have an update published at its ``publish_at``; raises what publish() does, and UpdateTooLate."""
    update = _locked(update_id)
    if update.has_been_published:
        raise UpdatePublished(title=update.title)
    if update.publish_at is None or update.publish_at <= clock.now():
        raise UpdateTooLate
    _check(update, update.publish_at)
    if update.state == Update.State.SCHEDULED:
        return update
    update.state = Update.State.SCHEDULED
    update.save()
    at = update.publish_at.isoformat()
    record("update.scheduled", update, contact_id=update.contact_id, title=update.title, at=at)
    key = f"{update.pk}.{update.publish_at.timestamp():.0f}"
    enqueue("crm.publish_update", due_at=update.publish_at, key=key, update_id=update.pk, at=at)
    return update


@transaction.atomic
def unschedule(update_id: int) -> Update:
    """Take a scheduled update back to being a draft; its job will find that it is not wanted any more."""
    update = _locked(update_id)
    if update.state == Update.State.SCHEDULED:
        update.state = Update.State.DRAFT
        update.save()
        record("update.unscheduled", update, contact_id=update.contact_id, title=update.title)
    return update


@transaction.atomic
def publish_when_due(update_id: int, *, at: datetime) -> bool:
    """Publish what is still scheduled for exactly this moment; a second scheduler, or a second try, changes nothing."""
    update = Update.objects.select_for_update().filter(pk=update_id).first()
    if update is None or update.state != Update.State.SCHEDULED or update.publish_at != at:
        return False
    publish(update.pk)
    return True


@transaction.atomic
def withdraw(update_id: int) -> Update:
    """Take an update off the portal at once and take back every mail that has not gone."""
    update = _locked(update_id)
    if not update.is_published:
        return update
    update.state, update.withdrawn_at = Update.State.WITHDRAWN, clock.now()
    update.save()
    record("update.withdrawn", update, contact_id=update.contact_id, title=update.title)
    cancel_mailings(update)
    return update


@transaction.atomic
def pin(update_id: int, *, is_pinned: bool) -> Update:
    update = _locked(update_id)
    if update.is_pinned != is_pinned:
        update.is_pinned = is_pinned
        update.save()
        record("update.pinned" if is_pinned else "update.unpinned", update, title=update.title)
    return update


def _locked(update_id: int) -> Update:
    return Update.objects.select_for_update().get(pk=update_id)


def _check(update: Update, goes_out: datetime) -> None:
    if not (update.title and update.body):
        raise UpdateUnfinished
    if update.audience == Update.Audience.TAG and update.tag_id is None:
        raise UpdateForNobody
    if update.audience == Update.Audience.CONTACT and update.contact_id is None:
        raise UpdateForNobody
    if update.has_expired(on=goes_out.astimezone(ZoneInfo(require_business().time_zone)).date()):
        raise UpdateOverBeforeItBegins
