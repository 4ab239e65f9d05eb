from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.markdown import clean, excerpt
from crm.models.contact import Contact
from crm.models.customer import Customer
from crm.models.tag import ContactTag, Tag
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel, BusinessQuerySet


class UpdateQuerySet(BusinessQuerySet["Update"]):
    def live(self, *, on: date) -> Self:
        """Published, not withdrawn, and not past its last day."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=on), state=Update.State.PUBLISHED)

    def for_contact(self, contact_id: int) -> Self:
        """Meant for this contact today: whoever gets a tag later sees what was published for it before."""
        tags = ContactTag.objects.filter(contact=contact_id).values("tag")
        return self.filter(
            Q(audience=Update.Audience.EVERYONE)
            | Q(audience=Update.Audience.TAG, tag__in=tags)
            | Q(audience=Update.Audience.CONTACT, contact=contact_id)
        )


_Updates = models.Manager.from_queryset(UpdateQuerySet)


class Update(BusinessModel):
    """News from the team to customers; an alert is urgent and asks for "I have read this".

    ``body`` is the markdown as typed, ``body_html`` what was made of it and cleaned; templates clean it once more.
    ``expires_on`` is the last day, in the business's time zone, on which customers see it: expiry needs no job.
    """

    class Kind(models.TextChoices):
        UPDATE = "update", _("Update")
        ALERT = "alert", _("Alert")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        TAG = "tag", _("Contacts with a tag")
        CONTACT = "contact", _("One contact")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.UPDATE)
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True, editable=False)
    image_key = models.CharField(max_length=200, blank=True)
    image_width = models.PositiveSmallIntegerField(default=0)
    image_height = models.PositiveSmallIntegerField(default=0)
    image_alt = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)
    tag = models.ForeignKey(Tag, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="updates")
    by_mail = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    is_pinned = models.BooleanField(default=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar["_Updates[Update]"] = _Updates()

    class Meta(BusinessModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(title="") & ~Q(body="")),
                name="crm_update_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="crm_update_scheduled_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "scheduled"], published_at=None)
                | Q(state__in=["published", "withdrawn"], published_at__isnull=False),
                name="crm_update_published_when",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
                name="crm_update_withdrawn_when",
            ),
            # A tag that is gone leaves its updates to nobody, never to everybody.
            models.CheckConstraint(
                condition=Q(audience="everyone", tag=None, contact=None)
                | Q(audience="tag", contact=None)
                | Q(audience="contact", tag=None) & (Q(state="draft") | Q(contact__isnull=False)),
                name="crm_update_audience",
            ),
        ]
        indexes = [
            # What customers see: the pinned first, then the newest, of the few that are published.
            models.Index(
                fields=["-is_pinned", "-published_at"], condition=Q(state="published"), name="crm_update_published"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> SafeString:
        """The text as HTML, cleaned once more on the way out, whatever the row says."""
        return clean(self.body_html)

    @property
    def excerpt(self) -> str:
        return excerpt(self.body)

    @property
    def is_alert(self) -> bool:
        return self.kind == self.Kind.ALERT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_been_published(self) -> bool:
        return self.published_at is not None

    def has_expired(self, *, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on


class UpdateReceipt(BusinessModel):
    """That one customer had an update on their screen, and, of an alert, said that they have read it."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="receipts", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="update_receipts")
    read_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        constraints = [models.UniqueConstraint(fields=["update", "customer"], name="crm_update_receipt_once")]

    def __str__(self) -> str:
        return f"{self.update_id} read by {self.customer_id}"


class UpdateMailing(BusinessModel):
    """One round of mail about an update, written in batches; ``last_customer_id`` is how far it has come.

    Who takes the next batch locks the row, so two workers, or one that was killed and its successor, write each mail
    once; the outbox's key of update, round and customer makes sure of it again.
    """

    class Purpose(models.TextChoices):
        NEWS = "news"
        EDITED = "edited"
        REMINDER = "reminder"

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="mailings", db_index=False)
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose)
    total = models.PositiveIntegerField()
    queued = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    last_customer_id = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["update", "number"], name="crm_update_mailing_once"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(cancelled_at=None), name="crm_update_mailing_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update_id}, round {self.number}"

    @property
    def is_running(self) -> bool:
        return self.finished_at is None and self.cancelled_at is None
