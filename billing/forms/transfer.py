"""Looking at a transfer that a customer told of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import DayGoneByField, MoneyField


class ArrivedForm(forms.Form):
    """What the bank statement says of it."""

    amount = MoneyField(label=_("Amount that arrived"))
    received_on = DayGoneByField(label=_("Received on"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        max_length=250, label=_("What did you find?"), help_text=_("The customer gets this by e-mail.")
    )
