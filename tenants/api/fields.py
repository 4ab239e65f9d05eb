"""Fields that the API has in common."""

from typing import Any

from rest_framework import serializers

from tenants.kernel.money import MAX_MINOR, Money
from tenants.kernel.scope import require_business


class ShownMoney(serializers.Serializer[Money]):
    """An amount in the smallest unit of its currency: 1250 EUR is €12.50."""

    amount_minor = serializers.IntegerField(source="minor", help_text="In the currency's smallest unit.")
    currency = serializers.CharField(help_text="ISO 4217, upper case.")


class GivenMoney(serializers.Serializer[Any]):
    """An amount in the smallest unit of the business's currency, which goes without saying."""

    amount_minor = serializers.IntegerField(min_value=0, max_value=MAX_MINOR)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, help_text="The business's own when left out.")

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        return Money(given["amount_minor"], given.get("currency") or require_business().currency)


class StrictSerializer(serializers.Serializer[Any]):
    """What is sent: a field that nobody knows is a mistake to be told of, not one to be passed over."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError({name: ["There is no such field."] for name in unknown})
        return given


class ProblemBody(serializers.Serializer[Any]):
    """What every refusal looks like."""

    code = serializers.CharField(help_text="For programs: it stays the same.")
    message = serializers.CharField(help_text="For people: what happened, what is safe, what to do.")
    fields = serializers.DictField(  # type: ignore[assignment]  # the name that the answer has
        child=serializers.ListField(child=serializers.CharField()), help_text="Mistakes by field: emails.0.address."
    )
    request_id = serializers.CharField(help_text="Quote it when you write to us.")
