from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.charge import Charge
from tenants.kernel.models import BusinessModel, OneRowModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class InstalmentRules(OneRowModel):
    """How far customers may split what they owe by themselves: one row; amounts are in the business's currency."""

    is_offered = models.BooleanField(default=False)
    most_parts = models.PositiveSmallIntegerField(default=6)
    smallest_minor = models.BigIntegerField(default=0)
    above_minor = models.BigIntegerField(default=0)
    """Only more than this may be split."""
    grace_days = models.PositiveSmallIntegerField(default=14)
    """How long a part may be late before the plan ends and the rest is due."""

    class Meta(OneRowModel.Meta):
        db_table = "billing_instalment_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="billing_instalment_rules_one"),
            models.CheckConstraint(
                condition=Q(most_parts__gte=2, smallest_minor__gte=0, above_minor__gte=0),
                name="billing_instalment_rules_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.most_parts}"

    @property
    def smallest(self) -> Money:
        return Money(self.smallest_minor, require_business().currency)

    @property
    def above(self) -> Money:
        return Money(self.above_minor, require_business().currency)


class InstalmentPlan(BusinessModel):
    """What a customer owes, in parts with a day each. What of it is paid is read from the ledger, never kept here.

    It is offered, agreed to with a name, and ends paid, missed, or cancelled. Ended, its charges are due as they say.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACTIVE = "active", _("Agreed")
        PAID = "paid", _("Paid")
        MISSED = "missed", _("Ended: a part was not paid")
        CANCELED = "canceled", _("Cancelled")

    class Rhythm(models.TextChoices):
        MONTHLY = "month", _("Monthly")
        WEEKLY = "week", _("Weekly")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="instalment_plans")
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    grace_days = models.PositiveSmallIntegerField()
    offered_by_name = models.CharField(max_length=150, blank=True)
    by_customer = models.BooleanField(default=False, db_default=False)
    """Asked for within the business's limits, which are looked at again when it is agreed to."""
    agreed_text = models.TextField(blank=True)
    agreed_name = models.CharField(max_length=150, blank=True)
    agreed_user_id = models.BigIntegerField(null=True)
    agreed_address = models.GenericIPAddressField(null=True)
    agreed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_instalment_plan"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_instalment_plan_amount"),
            models.CheckConstraint(
                condition=~Q(state="active") | (~Q(agreed_name="") & Q(agreed_at__isnull=False)),
                name="billing_instalment_plan_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.amount.format()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_live(self) -> bool:
        return self.state in (self.State.OFFERED, self.State.ACTIVE)


class InstalmentCharge(BusinessModel):
    """A charge that a plan is about, and how much of it was open when the plan was made."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="charges")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="instalment_charges")
    amount_minor = models.BigIntegerField()
    is_live = models.BooleanField(default=False)
    """True while the plan is agreed to and has not ended; the constraint below needs it on this row."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_instalment_charge"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_instalment_charge_amount"),
            # A charge falls due by one plan at a time.
            models.UniqueConstraint(
                fields=["charge"], condition=Q(is_live=True), name="billing_instalment_charge_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.charge_id}"


class InstalmentPart(BusinessModel):
    """What of one charge falls due on one of a plan's days; the parts of a day make up the instalment."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="parts")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="instalment_parts")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta(BusinessModel.Meta):
        db_table = "billing_instalment_part"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_instalment_part_amount"),
            models.UniqueConstraint(fields=["plan", "number", "charge"], name="billing_instalment_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"
