"""Expenses as the API shows them and takes them."""

from decimal import Decimal

from rest_framework import serializers

from billing.models import Expense, Product
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer

_ID = {"min_value": 1, "max_value": 2**63 - 1, "required": False, "allow_null": True}
_RATE = {"max_digits": 20, "decimal_places": 10, "min_value": Decimal(0), "required": False, "allow_null": True}


class ShownExpense(serializers.ModelSerializer[Expense]):
    amount = ShownMoney(read_only=True)
    tax = ShownMoney(read_only=True, help_text="The part of it that comes back.")
    category = serializers.CharField(source="category.name", default="", read_only=True)

    class Meta:
        model = Expense
        fields = read_only_fields = [
            "id", "supplier", "amount", "tax", "rate", "category", "note", "spent_on", "due_on", "paid_on",
            "product_id", "contact_id", "rule_id", "added_by_name", "created_at", "deleted_at",
        ]  # fmt: skip


class ExpenseChange(StrictSerializer):
    """What is sent replaces what was there; what is left out stays."""

    supplier = serializers.CharField(max_length=120, required=False)
    amount = GivenMoney(required=False, help_text="All of it, tax included.")
    tax = GivenMoney(required=False, allow_null=True, help_text="The part of it that comes back.")
    rate = serializers.DecimalField(**_RATE, help_text="Business currency for one of the other.")  # type: ignore[arg-type]
    category = serializers.CharField(max_length=60, required=False, allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    spent_on = serializers.DateField(required=False, help_text="The month it counts in; today when left out.")
    due_on = serializers.DateField(required=False)
    paid_on = serializers.DateField(required=False, allow_null=True, help_text="Null while it is to pay.")
    product_id = serializers.IntegerField(**_ID)  # type: ignore[arg-type]
    contact_id = serializers.IntegerField(**_ID)  # type: ignore[arg-type]


class NewExpense(ExpenseChange):
    supplier = serializers.CharField(max_length=120)
    amount = GivenMoney()
    repeats = serializers.ChoiceField(choices=Product.Interval.choices, required=False, help_text="How often it comes.")
    until = serializers.DateField(required=False, help_text="With repeats: its last day.")
