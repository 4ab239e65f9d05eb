from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.charge import Charge
from billing.models.payment import Payment
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

HELD_FOR = timedelta(days=10)
"""So long a customer's word holds what it is about: an account statement has come by then."""


class TransferNotice(BusinessModel):
    """That a customer says they have paid by transfer. The books know nothing of it until the team has looked.

    What it is said to have paid is held meanwhile, until HELD_FOR has passed: nobody is reminded of it. Confirmed, it
    has its one payment; declined, its charges are due again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To check")
        CONFIRMED = "confirmed", _("Arrived")
        DECLINED = "declined", _("Not found")

    contact = models.ForeignKey(
        "crm.Contact", on_delete=models.PROTECT, related_name="transfer_notices", db_index=False
    )
    customer_user_id = models.BigIntegerField(null=True)
    customer_name = models.CharField(max_length=150)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    sent_on = models.DateField()
    """The day that the customer says they sent it."""
    note = models.CharField(max_length=250, blank=True)
    proof = models.ForeignKey("crm.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="transfer_notice")
    decline_reason = models.CharField(max_length=250, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice says it once."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_transfer_notice"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_transfer_notice_amount"),
            models.CheckConstraint(
                condition=Q(state="confirmed", payment__isnull=False)
                | (~Q(state="confirmed") & Q(payment__isnull=True)),
                name="billing_transfer_notice_payment",
            ),
        ]
        indexes = [
            # What is to be checked, over all contacts and of one.
            models.Index(fields=["contact", "-id"], name="billing_transfer_notice_open", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.amount.format()}, {self.state}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def held_until(self) -> date:
        """The last day on which nobody is asked for what this is about, while nobody has looked."""
        return self.created_at.astimezone(ZoneInfo(require_business().time_zone)).date() + HELD_FOR


class TransferItem(BusinessModel):
    """How much of one charge a transfer was for."""

    notice = models.ForeignKey(TransferNotice, on_delete=models.CASCADE, related_name="items", db_index=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="transfer_items")
    amount_minor = models.BigIntegerField()
    is_live = models.BooleanField(default=True)
    """False once the notice is decided; until then it counts as told of."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_transfer_item"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_transfer_item_amount"),
            models.UniqueConstraint(fields=["notice", "charge"], name="billing_transfer_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.charge_id}"
