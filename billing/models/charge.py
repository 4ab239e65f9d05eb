from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.product import Product
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class Charge(BusinessModel):
    """A product or service put on a contact's account. Its amounts never change; a mistake is voided.

    ``net`` and ``tax`` add up to ``amount``, which is what is owed. What is still due of it stands in the ledger.
    """

    class State(models.TextChoices):
        OPEN = "open", _("On the account")
        VOID = "void", _("Void")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="charges", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="charges")
    description = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    """Why it is on the account, in words that the customer reads."""
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    unit = models.CharField(max_length=30, blank=True)
    unit_price_minor = models.BigIntegerField()
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0), db_default=Decimal(0))
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    """What was taken off quantity times price: the amount itself, also where it was said in per cent."""
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_inclusive = models.BooleanField(default=False)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    deposit_minor = models.BigIntegerField(default=0, db_default=0)
    """What the customer is asked for at once; nothing where no deposit is asked."""
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10, default=Decimal(1), db_default=Decimal(1))
    """What one unit of the currency was worth in the business's own when it was charged."""
    cost_minor = models.BigIntegerField(null=True)
    """What one unit cost the business when it was charged; it never leaves the workspace."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_on = models.DateField()
    """Moves once: to the invoice's day, when it is invoiced."""
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, null=True, related_name="charges")
    """The issued invoice that it stands on; None while it stands on none, or on a draft."""
    added_by_id = models.BigIntegerField(null=True)
    added_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=150, blank=True)
    void_reason = models.TextField(blank=True)
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice adds one charge."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_charge"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor=F("net_minor") + F("tax_minor")), name="billing_charge_sum"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, net_minor__gte=0, tax_minor__gte=0), name="billing_charge_amount"
            ),
            models.CheckConstraint(
                condition=Q(deposit_minor__gte=0, deposit_minor__lt=F("amount_minor")), name="billing_charge_deposit"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0, unit_price_minor__gt=0), name="billing_charge_quantity"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="billing_charge_rate"),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lte=100), name="billing_charge_tax_rate"),
            models.CheckConstraint(
                condition=Q(discount_percent__gte=0, discount_percent__lt=100, discount_minor__gte=0),
                name="billing_charge_discount",
            ),
            models.CheckConstraint(
                condition=Q(state="open", voided_at__isnull=True) | Q(state="void", voided_at__isnull=False),
                name="billing_charge_void",
            ),
        ]
        indexes = [
            # A contact's charges, newest first, paginated by key.
            models.Index(fields=["contact", "-id"], name="billing_charge_by_contact"),
        ]

    def __str__(self) -> str:
        return self.description

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
    def unit_price(self) -> Money:
        return Money(self.unit_price_minor, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        """What all of it cost the business; None when nobody has said. It never leaves the workspace."""
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency).times(self.quantity)

    @property
    def margin(self) -> Money | None:
        """What is left of it for the business, before taxes of its own."""
        return None if self.cost is None else self.net - self.cost

    @property
    def deposit(self) -> Money:
        return Money(self.deposit_minor, self.currency)

    def deposit_left(self, due_minor: int) -> int:
        """Return what is missing of the deposit, in minor units, while so much of the charge is still due."""
        paid = self.amount_minor - due_minor
        return max(0, self.deposit_minor - paid)

    @property
    def due(self) -> Money:
        """What is still due of it; only on rows from billing.selectors.charges, which read it from the ledger."""
        return Money(self.due_minor, self.currency)  # type: ignore[attr-defined]

    @property
    def is_overdue(self) -> bool:
        """Whether any of it should have been paid before today; only on rows from billing.selectors.charges."""
        return bool(self.late_minor)  # type: ignore[attr-defined]

    @property
    def written_off(self) -> Money:
        """What of it was given up; only on rows from billing.selectors.charges."""
        return Money(self.written_off_minor, self.currency)  # type: ignore[attr-defined]

    @property
    def is_credited(self) -> bool:
        """Whether credit notes have taken all of it back; only on rows from billing.selectors.charges."""
        return bool(self.credited_minor == self.amount_minor)  # type: ignore[attr-defined]

    @property
    def is_void(self) -> bool:
        return self.state == self.State.VOID
