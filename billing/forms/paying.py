from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.models import PayingRules
from billing.services.paying import PayingChange
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class PayingForm(forms.Form):
    """How customers may pay. An amount that is left empty is nothing."""

    allows_part = forms.BooleanField(
        required=False,
        label=_("Customers may pay part of what is due"),
        help_text=_("All that is due may always be paid at once."),
    )
    least = MoneyField(required=False, label=_("Smallest part"), help_text=_("Smaller amounts are refused."))
    deposit_kind = forms.ChoiceField(
        choices=PayingRules.Deposit.choices, widget=forms.RadioSelect, label=_("Deposit on what you charge")
    )
    deposit_percent = forms.DecimalField(
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        max_digits=5,
        decimal_places=2,
        required=False,
        label=_("Part in per cent"),
    )
    deposit = MoneyField(required=False, label=_("Fixed amount"))
    deposit_above = MoneyField(
        required=False, label=_("Only on charges above"), help_text=_("Smaller charges ask for no deposit.")
    )

    def __init__(self, *args: Any, rules: PayingRules, **kwargs: Any) -> None:
        names = ("allows_part", "least", "deposit_kind", "deposit_percent", "deposit", "deposit_above")
        initial = {name: getattr(rules, name) for name in names}
        kwargs["initial"] = {name: value for name, value in initial.items() if value}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("least", "deposit", "deposit_above"):
            cleaned[name] = self._amount(name, cleaned.get(name))
        kind = cleaned.get("deposit_kind")
        if kind == PayingRules.Deposit.PERCENT and not cleaned.get("deposit_percent"):
            self._ask("deposit_percent", _("Say how many per cent."))
        if kind == PayingRules.Deposit.AMOUNT and not cleaned["deposit"]:
            self._ask("deposit", _("Say how much."))
        return cleaned

    def _amount(self, name: str, typed: Money | None) -> Money:
        if typed is not None and typed.minor < 0:
            self.add_error(name, _("An amount cannot be below nothing."))
        return typed or Money.zero(require_business().currency)

    def change(self) -> PayingChange:
        cleaned = dict(self.cleaned_data)
        cleaned["deposit_percent"] = cleaned["deposit_percent"] or PayingRules().deposit_percent
        return PayingChange(**cleaned)

    def _ask(self, name: str, sentence: Any) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)
