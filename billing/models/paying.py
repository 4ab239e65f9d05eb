from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import OneRowModel
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class PayingRules(OneRowModel):
    """How much of what is due customers may pay at a time: one row; amounts are in the business's currency."""

    class Deposit(models.TextChoices):
        NONE = "none", _("No deposit, unless a charge says so")
        PERCENT = "percent", _("A part in per cent")
        AMOUNT = "amount", _("A fixed amount")

    allows_part = models.BooleanField(default=True)
    least_minor = models.BigIntegerField(default=0)
    """The smallest part that may be paid; what is due may always be paid whole."""
    deposit_kind = models.CharField(max_length=8, choices=Deposit, default=Deposit.NONE)
    deposit_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(30))
    deposit_minor = models.BigIntegerField(default=0)
    deposit_above_minor = models.BigIntegerField(default=0)
    """Charges up to this sum are paid whole."""

    class Meta(OneRowModel.Meta):
        db_table = "billing_paying_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="billing_paying_rules_single"),
            models.CheckConstraint(
                condition=Q(least_minor__gte=0, deposit_minor__gte=0, deposit_above_minor__gte=0),
                name="billing_paying_rules_amounts",
            ),
            models.CheckConstraint(
                condition=Q(deposit_percent__gt=0, deposit_percent__lt=100), name="billing_paying_rules_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.get_deposit_kind_display()

    @property
    def least(self) -> Money:
        return self._money(self.least_minor)

    @property
    def deposit(self) -> Money:
        return self._money(self.deposit_minor)

    @property
    def deposit_above(self) -> Money:
        return self._money(self.deposit_above_minor)

    def deposit_on(self, total: Money) -> Money:
        """Return what is asked for at once of a charge; nothing for a small one, and in another currency."""
        nothing = Money.zero(total.currency)
        if total.currency != self.deposit.currency or total.minor <= self.deposit_above_minor:
            return nothing
        if self.deposit_kind == self.Deposit.PERCENT:
            share = total.times(self.deposit_percent / 100)
            return min(share, Money(total.minor - 1, total.currency))
        if self.deposit_kind == self.Deposit.AMOUNT and self.deposit_minor < total.minor:
            return self.deposit
        return nothing

    def _money(self, minor: int) -> Money:
        return Money(minor, require_business().currency)
