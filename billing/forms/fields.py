from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from billing.services.pricing import HUNDRED, NO_DISCOUNT, Discount
from tenants.kernel import clock
from tenants.kernel.money import InvalidAmount, Money, read_number
from tenants.kernel.scope import require_business

DECIMALS = 3
"""As many as are kept of a percentage: with more, a preview would say another amount than the charge."""


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


class DayGoneByField(forms.DateField):
    """A day that is not to come, as the business's time zone has it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > clock.today(require_business().time_zone):
            raise ValidationError(
                _("Choose today or an earlier day: it counts once the money is here."), code="to_come"
            )
        return day


class DiscountField(forms.CharField):
    """What comes off: “10 %” or an amount, as the business's locale writes it; cleans to a Discount.

    An amount is in the business's currency, unless a form says another one in ``currency``.
    """

    currency = ""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return NO_DISCOUNT
        try:
            if text.endswith("%"):
                return Discount(percent=_percent(text[:-1].strip()))
            amount = MoneyField()
            amount.currency = self.currency
            return Discount(amount=amount.clean(text))
        except (NumberFormatError, ValidationError) as error:
            raise ValidationError(_("Write a discount like 10 % or as an amount."), code="discount") from error


def _percent(text: str) -> Decimal:
    percent = read_number(text, require_business().locale)
    if not percent.is_finite() or not 0 <= percent < HUNDRED or percent != round(percent, DECIMALS):
        raise NumberFormatError(text)
    return percent


def decimal_text(value: Decimal) -> str:
    """Write a number as a field shows it: 10, where normalize() alone says 1E+1."""
    return f"{value.normalize():f}"


def discount_text(percent: Decimal, amount: Money) -> str:
    """Write a discount as a DiscountField reads it; nothing when there is none."""
    if percent:
        return f"{decimal_text(percent)} %"
    return amount.plain(require_business().locale) if amount else ""
