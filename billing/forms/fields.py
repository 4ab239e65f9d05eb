from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tenants.kernel.money import InvalidAmount, Money
from tenants.kernel.scope import require_business


class MoneyField(forms.CharField):
    """An amount typed as the business's locale writes it; cleans to Money, or None when left empty.

    It is in the business's currency, unless a form says another one in ``currency``.
    """

    currency = ""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        business = require_business()
        try:
            return Money.parse(text, self.currency or business.currency, business.locale)
        except InvalidAmount as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        return value.plain(require_business().locale) if isinstance(value, Money) else value
