from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import BusinessModel, BusinessQuerySet
from tenants.kernel.money import Money


class ProductQuerySet(BusinessQuerySet["Product"]):
    def on_sale(self) -> "ProductQuerySet":
        """Products that may be put on an account, by name."""
        return self.filter(archived_at__isnull=True).order_by("name", "pk")


class Product(BusinessModel):
    """Something the business sells, with the price, tax and cost it usually has."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")

    class Rhythm(models.TextChoices):
        ONE_OFF = "one_off", _("One-off")
        RECURRING = "recurring", _("Recurring")

    class Interval(models.TextChoices):
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        YEAR = "year", _("Every year")

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SERVICE)
    unit = models.CharField(max_length=30, blank=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_inclusive = models.BooleanField(default=False)
    cost_minor = models.BigIntegerField(null=True)
    """What one unit costs the business; it never leaves the workspace."""
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.ONE_OFF)
    interval = models.CharField(max_length=10, choices=Interval, blank=True)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = models.Manager.from_queryset(ProductQuerySet)()  # type: ignore[misc]

    class Meta(BusinessModel.Meta):
        db_table = "billing_product"
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="billing_product_price"),
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0), name="billing_product_cost"
            ),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lte=100), name="billing_product_tax_rate"),
            models.CheckConstraint(
                condition=Q(rhythm="one_off", interval="") | (Q(rhythm="recurring") & ~Q(interval="")),
                name="billing_product_interval",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)

    @property
    def is_recurring(self) -> bool:
        return self.rhythm == self.Rhythm.RECURRING
