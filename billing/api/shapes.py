"""Products, charges and payments as the API shows them and takes them.

What things cost the business, and what the team notes for itself, is in no answer; costs are shown to callers that may
see them only, under a name of their own.
"""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from billing.forms.payment import BY_HAND
from billing.models import Charge, Payment, Product
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer

RATE = {"max_digits": 6, "decimal_places": 3, "min_value": Decimal(0), "max_value": Decimal(100)}
LEAST_QUANTITY = Decimal("0.001")


class WithCosts(serializers.ModelSerializer[Any]):
    """Leaves the cost out unless ``context["costs"]`` says that the caller may see it."""

    cost = ShownMoney(read_only=True, allow_null=True, required=False, help_text="Only with costs:read.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not self.context.get("costs"):
            shown.pop("cost")
        return shown


class ShownProduct(WithCosts):
    price = ShownMoney(read_only=True)
    interval = serializers.CharField(read_only=True, help_text="week, month, quarter or year; empty: charged once.")

    class Meta:
        model = Product
        fields = read_only_fields = [
            "id", "name", "description", "kind", "unit", "price", "tax_rate", "tax_inclusive", "interval", "cost",
            "created_at", "archived_at",
        ]  # fmt: skip


class ShownCharge(WithCosts):
    unit_price = ShownMoney(read_only=True)
    net = ShownMoney(read_only=True)
    tax = ShownMoney(read_only=True)
    amount = ShownMoney(read_only=True)
    due = ShownMoney(read_only=True, help_text="What is still to pay of it.")
    deposit = ShownMoney(read_only=True, help_text="What is asked for at once; 0 where no deposit is asked.")

    class Meta:
        model = Charge
        fields = read_only_fields = [
            "id", "contact_id", "product_id", "description", "reason", "quantity", "unit", "unit_price", "tax_rate",
            "tax_inclusive", "net", "tax", "amount", "due", "deposit", "due_on", "state", "cost", "added_by_name",
            "created_at", "voided_at", "void_reason",
        ]  # fmt: skip


class ShownPayment(serializers.ModelSerializer[Payment]):
    amount = ShownMoney(read_only=True)
    receipt = serializers.CharField(source="receipt_name", read_only=True, help_text="R-00042, or nothing yet.")

    class Meta:
        model = Payment
        fields = read_only_fields = [
            "id", "contact_id", "amount", "method", "state", "reference", "received_on", "receipt", "failure",
            "recorded_by_name", "created_at",
        ]  # fmt: skip


class ProductChange(StrictSerializer):
    """What is sent replaces what was there; what is left out stays. Charges made before keep their price."""

    name = serializers.CharField(max_length=120, required=False)
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=Product.Kind.choices, required=False)
    unit = serializers.CharField(max_length=30, required=False, allow_blank=True)
    price = GivenMoney(required=False)
    tax_rate = serializers.DecimalField(**RATE, required=False, help_text="In percent.")  # type: ignore[arg-type]
    tax_inclusive = serializers.BooleanField(required=False)
    cost = GivenMoney(required=False, allow_null=True, help_text="What one costs you; customers never see it.")
    interval = serializers.ChoiceField(
        choices=Product.Interval.choices, required=False, allow_blank=True, help_text="Empty: charged once."
    )


class NewProduct(ProductChange):
    name = serializers.CharField(max_length=120)
    price = GivenMoney()


class NewCharge(StrictSerializer):
    """A product at the price it has now, or a description with a price of its own."""

    product_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    description = serializers.CharField(max_length=200, required=False)
    unit_price = GivenMoney(required=False)
    tax_rate = serializers.DecimalField(**RATE, required=False, help_text="In percent.")  # type: ignore[arg-type]
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=LEAST_QUANTITY, required=False, default=Decimal(1)
    )
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    due_on = serializers.DateField(required=False, help_text="Today when left out.")
    deposit = GivenMoney(required=False, help_text="Asked for at once; left out, the business's rules decide.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        own = {"description", "unit_price", "tax_rate"} & attrs.keys()
        if "product_id" in attrs and own:
            raise serializers.ValidationError({name: ["The product says it. Leave it out."] for name in own})
        missing = {"description", "unit_price"} - own
        if "product_id" not in attrs and missing:
            raise serializers.ValidationError({name: ["Send it, or a product_id."] for name in missing})
        return attrs


class VoidReason(StrictSerializer):
    reason = serializers.CharField(max_length=500, help_text="The customer sees it on their account.")


class NewPayment(StrictSerializer):
    """Money that came outside Stripe. ``note`` is for the team, and no answer shows it."""

    amount = GivenMoney()
    method = serializers.ChoiceField(choices=[method.value for method in BY_HAND])
    received_on = serializers.DateField(required=False, help_text="Today when left out.")
    reference = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    charge_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=100,
        help_text="Pay these first; then what falls due first.",
    )
    send_receipt = serializers.BooleanField(required=False, default=True)
