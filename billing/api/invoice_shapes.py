"""Invoices as the API shows them and takes them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from billing.api.shapes import LEAST_QUANTITY, RATE
from billing.models import Invoice
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer

MOST_LINES = 100
_LARGEST_ID = 2**63 - 1


class ShownInvoice(serializers.ModelSerializer[Invoice]):
    net = ShownMoney(read_only=True)
    tax = ShownMoney(read_only=True)
    amount = ShownMoney(read_only=True)
    due = ShownMoney(read_only=True, help_text="What is still to pay of it.")
    document = serializers.JSONField(
        source="frozen", read_only=True, help_text="What it says since it was issued, in minor units; null for a draft."
    )

    class Meta:
        model = Invoice
        fields = read_only_fields = [
            "id", "contact_id", "kind", "state", "number", "issued_on", "supplied_on", "due_on", "net", "tax", "amount",
            "due", "is_reverse_charge", "notes", "terms", "reason", "corrects_id", "document", "created_by_name",
            "created_at", "issued_at", "voided_at",
        ]  # fmt: skip


class NewInvoiceLine(StrictSerializer):
    description = serializers.CharField(max_length=200)
    unit_price = GivenMoney()
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=LEAST_QUANTITY, required=False, default=Decimal(1)
    )
    unit = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)
    discount = GivenMoney(required=False, help_text="What comes off, before tax is looked at.")
    discount_percent = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=Decimal(0), required=False, help_text="The same in percent."
    )
    tax_rate = serializers.DecimalField(**RATE, required=False, default=Decimal(0))  # type: ignore[arg-type]
    tax_inclusive = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if {"discount", "discount_percent"} <= attrs.keys():
            raise serializers.ValidationError({"discount": ["Send an amount or a percentage, not both."]})
        return attrs


class NewInvoice(StrictSerializer):
    """Charges that are on the account already, and lines that become charges when it is issued."""

    charge_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=_LARGEST_ID), required=False, default=list, max_length=100
    )
    lines = NewInvoiceLine(many=True, required=False, default=list)
    notes = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    terms = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    supplied_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False, help_text="As usual when left out.")
    is_reverse_charge = serializers.BooleanField(required=False)

    def validate_lines(self, lines: list[Any]) -> list[Any]:
        if len(lines) > MOST_LINES:
            raise serializers.ValidationError(f"Send at most {MOST_LINES} lines.")
        return lines


class CreditedAmount(StrictSerializer):
    charge_id = serializers.IntegerField(min_value=1, max_value=_LARGEST_ID)
    amount = GivenMoney()


class NewCreditNote(StrictSerializer):
    reason = serializers.CharField(max_length=500, help_text="It stands on the credit note.")
    amounts = CreditedAmount(many=True, required=False, help_text="All that is left when left out.")
    is_refunded = serializers.BooleanField(
        required=False, default=False, help_text="Give back what was paid of it, rather than keep it as credit."
    )

    def validate_amounts(self, amounts: list[Any]) -> list[Any]:
        if len({item["charge_id"] for item in amounts}) != len(amounts):
            raise serializers.ValidationError("Name each charge once.")
        return amounts
