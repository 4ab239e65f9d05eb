from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.charge import Charge
from billing.models.product import Product
from tenants.kernel import clock
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class Quote(BusinessModel):
    """An offer to a contact. Sent, it says the same until it is sent anew, which makes another version of it.

    Whether its time is over is a matter of the day, and stands in no column.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.PositiveBigIntegerField(null=True, unique=True)
    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="quotes", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(default=0)
    """How often it was sent with other words or amounts; 0 while it never was."""
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    """Of all lines that are not optional; once accepted, with those that were chosen."""
    deposit_minor = models.BigIntegerField(default=0)
    valid_until = models.DateField()
    notes = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    accepted_name = models.CharField(max_length=150, blank=True)
    """As they typed it."""
    accepted_from = models.GenericIPAddressField(null=True)
    agreement = models.TextField(blank=True)
    """The sentence that was agreed to, word by word."""
    decline_reason = models.CharField(max_length=500, blank=True)
    created_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice makes one."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_quote"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor=F("net_minor") + F("tax_minor"), deposit_minor__gte=0),
                name="billing_quote_sum",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(number__isnull=False, version__gt=0, sent_at__isnull=False),
                name="billing_quote_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | (~Q(accepted_name="") & ~Q(agreement="") & Q(decided_at__isnull=False)),
                name="billing_quote_accepted",
            ),
        ]
        indexes = [
            # A contact's quotes, newest first.
            models.Index(fields=["contact", "-id"], name="billing_quote_by_contact"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its number as people read it, or nothing while it has none."""
        return "" if self.number is None else f"Q-{self.number:04d}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def deposit(self) -> Money:
        return Money(self.deposit_minor, self.currency)

    @property
    def is_expired(self) -> bool:
        """Whether it was sent and can no longer be accepted, because its last day is over where the business is."""
        return self.state == self.State.SENT and self.valid_until < clock.today(require_business().time_zone)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT and not self.is_expired

    @property
    def is_decided(self) -> bool:
        return self.state not in (self.State.DRAFT, self.State.SENT)


class QuoteLine(BusinessModel):
    """A line of a quote; accepted, it has become a charge, unless it was optional and not chosen."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="quote_lines")
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    unit = models.CharField(max_length=30, blank=True)
    unit_price_minor = models.BigIntegerField()
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_inclusive = models.BooleanField(default=False)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    is_optional = models.BooleanField(default=False)
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="quote_line")

    class Meta(BusinessModel.Meta):
        db_table = "billing_quote_line"
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="billing_quote_line_place"),
            models.CheckConstraint(
                condition=Q(amount_minor=F("net_minor") + F("tax_minor"), amount_minor__gt=0),
                name="billing_quote_line_sum",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.quote.currency)

    @property
    def unit_price(self) -> Money:
        return Money(self.unit_price_minor, self.quote.currency)


class QuoteVersion(BusinessModel):
    """What a quote said when it was sent; never changed."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveSmallIntegerField()
    said = models.JSONField()
    sent_at = models.DateTimeField()

    class Meta(BusinessModel.Meta):
        db_table = "billing_quote_version"
        constraints = [models.UniqueConstraint(fields=["quote", "version"], name="billing_quote_version_once")]

    def __str__(self) -> str:
        return f"{self.quote_id}, {self.version}"


class QuoteCounter(BusinessModel):
    """The last number given to a quote: one locked row a business."""

    last_number = models.PositiveBigIntegerField(default=0)

    class Meta(BusinessModel.Meta):
        db_table = "billing_quote_counter"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="billing_quote_counter_single")]

    def __str__(self) -> str:
        return str(self.last_number)
