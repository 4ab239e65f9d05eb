from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from billing.models.charge import Charge
from billing.models.product import Product
from billing.recurrence import Unit
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money

LONGEST_COUNT = 60


class Schedule(BusinessModel):
    """A product or service that a contact is charged for again and again, a charge for each period.

    The first day of a period is its name and the day of its charge. ``runs_from`` is the day from which on periods
    are still to be charged; ``next_on`` is the next of them, None when there is none to come.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class Each(models.TextChoices):
        WEEK = Unit.WEEK.value, _("Week")
        MONTH = Unit.MONTH.value, _("Month")
        YEAR = Unit.YEAR.value, _("Year")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="schedules", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="schedules")
    description = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    """Why it is charged, in words that the customer reads beside each charge."""
    unit = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=3)
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    """What comes off each charge where it was said as an amount; never beside a percentage."""
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_inclusive = models.BooleanField(default=False)
    every = models.PositiveSmallIntegerField()
    each = models.CharField(max_length=10, choices=Each)
    anchor_day = models.PositiveSmallIntegerField()
    """The day of the month, clamped to short months; weeks go by the weekday of the start."""
    starts_on = models.DateField()
    trial_until = models.DateField(null=True)
    """Periods that begin up to this day are free."""
    ends_on = models.DateField(null=True)
    """The last day of the service."""
    runs_limit = models.PositiveIntegerField(null=True)
    due_days = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_reason = models.TextField(blank=True)
    """Why it is paused or ended, in words that the customer reads."""
    runs_from = models.DateField()
    next_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    may_cancel = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    """When the customer asked for its end; None again when they took it back."""
    cancelled_by_name = models.CharField(max_length=150, blank=True)
    agreed_end_on = models.DateField(null=True)
    """The end before the customer or the team chose another; it is in force again when that is taken back."""
    added_by_id = models.BigIntegerField(null=True)
    added_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    request_key = models.UUIDField(null=True, unique=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_schedule"
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=LONGEST_COUNT), name="billing_schedule_every"),
            models.CheckConstraint(condition=Q(anchor_day__gte=1, anchor_day__lte=31), name="billing_schedule_anchor"),
            models.CheckConstraint(
                condition=Q(tax_rate__gte=0, tax_rate__lte=100) & Q(discount_percent__gte=0, discount_percent__lt=100),
                name="billing_schedule_rates",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor=0) | Q(discount_minor__gt=0, discount_percent=0),
                name="billing_schedule_discount",
            ),
            models.CheckConstraint(
                condition=Q(runs_limit__isnull=True) | Q(runs_limit__gte=1), name="billing_schedule_runs"
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_on__isnull=False, next_on__isnull=True)
                | Q(state="active", paused_on__isnull=True)
                | Q(state="ended", paused_on__isnull=True, next_on__isnull=True, ends_on__isnull=False),
                name="billing_schedule_state",
            ),
        ]
        indexes = [
            # What a contact is charged for; and the services in their portal.
            models.Index(fields=["contact", "-id"], name="billing_schedule_by_contact"),
            # What comes next: the forecast, and the list of what runs.
            models.Index(fields=["next_on"], name="billing_schedule_next", condition=Q(next_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    @property
    def is_ended(self) -> bool:
        return self.state == self.State.ENDED

    @property
    def rhythm_text(self) -> str:
        """How often it is charged, in words."""
        return rhythm_text(self.every, self.each)


class SchedulePrice(BusinessModel):
    """How much of it at which price, for periods that begin on a day or later."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="prices", db_index=False)
    from_on = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    unit_price_minor = models.BigIntegerField()
    is_told = models.BooleanField(default=False)
    """Whether the customer was written to about it."""
    created_at = models.DateTimeField(db_default=Now())
    set_by_name = models.CharField(max_length=150, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_schedule_price"
        constraints = [
            models.UniqueConstraint(fields=["schedule", "from_on"], name="billing_schedule_price_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price_minor__gt=0), name="billing_schedule_price_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} from {self.from_on}"

    @property
    def unit_price(self) -> Money:
        return Money(self.unit_price_minor, self.schedule.currency)


class ScheduleSkip(BusinessModel):
    """A period that is left out."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="skips", db_index=False)
    period_on = models.DateField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_schedule_skip"
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period_on"], name="billing_schedule_skip_once"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} without {self.period_on}"


class ScheduleRun(BusinessModel):
    """A period that was charged: one row for each, written in the transaction of its charge."""

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="runs", db_index=False)
    period_on = models.DateField()
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="run")
    amount_minor = models.BigIntegerField()
    """What the plan came to that day."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_schedule_run"
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period_on"], name="billing_schedule_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} on {self.period_on}"


def rhythm_text(every: int, each: str) -> str:
    """Say how often: “every week”, “every 2 weeks”."""
    if each == Unit.WEEK:
        return ngettext("every week", "every %(n)d weeks", every) % {"n": every}
    if each == Unit.MONTH:
        return ngettext("every month", "every %(n)d months", every) % {"n": every}
    return ngettext("every year", "every %(n)d years", every) % {"n": every}
