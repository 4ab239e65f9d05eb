from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from billing.models.product import Product
from tenants.kernel.models import BusinessModel, BusinessQuerySet
from tenants.kernel.money import Money

RATE = {"max_digits": 20, "decimal_places": 10}
"""Business currency per unit of the other, both in whole units and not in cents."""


class ExpenseCategory(BusinessModel):
    """What a business spends on, in its own words: rent, flour, van."""

    name = models.CharField(max_length=60)

    class Meta(BusinessModel.Meta):
        db_table = "billing_expense_category"
        constraints = [models.UniqueConstraint(Lower("name"), name="billing_expense_category_name")]

    def __str__(self) -> str:
        return self.name


class _Cost(BusinessModel):
    """What an expense and the rule that makes expenses have in common. ``tax`` is the part that comes back."""

    supplier = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    category = models.ForeignKey(ExpenseCategory, on_delete=models.PROTECT, null=True, related_name="+")
    amount_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(**RATE, null=True)  # type: ignore[arg-type]
    """Nothing while nobody has said it; 1 for the business's own currency."""
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(BusinessModel.Meta):
        abstract = True

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def net(self) -> Money:
        """What it costs in the end: tax is never profit, and never a cost."""
        return self.amount - self.tax


def _sums(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(amount_minor__gt=0, tax_minor__gte=0, tax_minor__lt=models.F("amount_minor")),
            name=f"{name}_amount",
        ),
        models.CheckConstraint(condition=Q(rate__isnull=True) | Q(rate__gt=Decimal(0)), name=f"{name}_rate"),
    ]


class ExpenseRule(_Cost):
    """An expense that comes again. ``next_on`` is the day of the one that has not been made yet."""

    interval = models.CharField(max_length=10, choices=Product.Interval)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    made = models.PositiveIntegerField(default=0)
    """How many there have been: the next day is counted from the first, so that the 31st comes back after February."""
    next_on = models.DateField(null=True)
    """Nothing once it has ended."""
    is_paid_by_itself = models.BooleanField(default=False)
    """By standing order or direct debit: each counts as paid on its day."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_expense_rule"
        constraints = _sums("billing_expense_rule")

    def __str__(self) -> str:
        return f"{self.supplier}, {self.interval}"


class ExpenseQuerySet(BusinessQuerySet["Expense"]):
    def kept(self) -> "ExpenseQuerySet":
        return self.filter(deleted_at=None)

    def unpaid(self) -> "ExpenseQuerySet":
        return self.kept().filter(paid_on=None)


class Expense(_Cost):
    """Money that the business spends. It counts in the month of ``spent_on``, whenever it is paid."""

    spent_on = models.DateField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True)
    rule = models.ForeignKey(ExpenseRule, on_delete=models.PROTECT, null=True, related_name="expenses", db_index=False)
    period_on = models.DateField(null=True)
    """The day of the rule that it stands for."""
    added_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice adds one expense."""

    objects = models.Manager.from_queryset(ExpenseQuerySet)()  # type: ignore[misc]

    class Meta(BusinessModel.Meta):
        db_table = "billing_expense"
        constraints = [
            *_sums("billing_expense"),
            models.CheckConstraint(
                condition=Q(rule__isnull=True, period_on__isnull=True) | Q(rule__isnull=False, period_on__isnull=False),
                name="billing_expense_period",
            ),
            # One a period, whatever crashes and however often the work is done; a deleted one is not made again.
            models.UniqueConstraint(fields=["rule", "period_on"], name="billing_expense_once"),
        ]
        indexes = [
            # What was spent in a month.
            models.Index(fields=["spent_on"], name="billing_expense_spent", condition=Q(deleted_at=None)),
            # Bills that are still to pay: as large as what is open.
            models.Index(fields=["due_on"], name="billing_expense_unpaid", condition=Q(deleted_at=None, paid_on=None)),
            models.Index(
                fields=["paid_on"], name="billing_expense_paid", condition=Q(deleted_at=None, paid_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.amount.format()}"

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None


class ExpenseReceipt(BusinessModel):
    """The paper of an expense. Its bytes lie in the storage before the row is there, and go after it."""

    expense = models.ForeignKey(Expense, on_delete=models.CASCADE, related_name="receipts")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_expense_receipt"
        constraints = [
            models.UniqueConstraint(fields=["expense", "sha256"], name="billing_expense_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def icon(self) -> str:
        return "file-image" if self.content_type.startswith("image/") else "file-text"
