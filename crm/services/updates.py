"""Writing updates: drafts that keep whatever was typed, and changes to what customers already read."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from crm.errors import UpdatePublished, UpdateUnfinished, UpdateWithdrawn
from crm.markdown import plain_source, to_html
from crm.models import Update
from crm.services.update_mail import start_mailing
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock

_NEWS = ("title", "body", "image_key", "image_alt")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateText:
    """What customers read, and until when; all of it may be changed after publishing."""

    title: str = ""
    body: str = ""
    image_key: str = ""
    image_width: int = 0
    image_height: int = 0
    image_alt: str = ""
    expires_on: date | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePlan:
    """Whom it is for, and how and when it goes out; settled once it has been published."""

    kind: str = Update.Kind.UPDATE
    audience: str = Update.Audience.EVERYONE
    tag_id: int | None = None
    contact_id: int | None = None
    by_mail: bool = True
    publish_at: datetime | None = None


def draft_update(
    *, text: UpdateText, plan: UpdatePlan, author: User | None = None, form_token: UUID | None = None
) -> Update:
    """Keep a new draft, finished or not; the same form sent twice keeps one."""
    made = Update(created_by=author, form_token=form_token)
    _put(made, text, plan)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record("update.drafted", made, title=made.title)
    except IntegrityError:
        twin = Update.objects.filter(form_token=form_token).first() if form_token else None
        if twin is None:
            raise
        return redraft_update(twin.pk, text=text, plan=plan)
    return made


@transaction.atomic
def redraft_update(update_id: int, *, text: UpdateText, plan: UpdatePlan) -> Update:
    """Change what nobody has read yet; what was scheduled is a draft again until it is scheduled anew.

    Raises UpdatePublished when customers have seen it meanwhile.
    """
    update = Update.objects.select_for_update().get(pk=update_id)
    if update.has_been_published:
        raise UpdatePublished(title=update.title)
    _put(update, text, plan)
    update.state = Update.State.DRAFT
    update.save()
    return update


@transaction.atomic
def correct_update(update_id: int, *, text: UpdateText, mail_again: bool = False) -> Update:
    """Change a published update; it is marked as edited, and mailed again only when that is asked for.

    Raises UpdateWithdrawn, and UpdateUnfinished when nothing would be left to read.
    """
    update = Update.objects.select_for_update().get(pk=update_id)
    if not update.is_published:
        raise UpdateWithdrawn(title=update.title)
    if not (text.title and plain_source(text.body)):
        raise UpdateUnfinished
    before = [getattr(update, name) for name in _NEWS]
    _put_text(update, text)
    if before != [getattr(update, name) for name in _NEWS]:
        update.edited_at = clock.now()
        record("update.edited", update, contact_id=update.contact_id, title=update.title)
    update.save()
    if mail_again:
        start_mailing(update, purpose="edited")
    return update


@transaction.atomic
def delete_draft(update_id: int) -> None:
    """Throw a draft away; raises UpdatePublished for what customers have seen. What is gone already is gone."""
    update = Update.objects.select_for_update().filter(pk=update_id).first()
    if update is None:
        return
    if update.has_been_published:
        raise UpdatePublished(title=update.title)
    record("update.deleted", update, title=update.title)
    update.delete()


def _put(update: Update, text: UpdateText, plan: UpdatePlan) -> None:
    _put_text(update, text)
    for name, value in asdict(plan).items():
        setattr(update, name, value)


def _put_text(update: Update, text: UpdateText) -> None:
    for name, value in asdict(text).items():
        setattr(update, name, value)
    update.body = plain_source(text.body)
    update.body_html = to_html(update.body)
