import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import MoneyField
from billing.services.credits import CreditDraft


class CreditForm(forms.Form):
    """Credit to give. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyField(label=_("Credit to give"))
    reason = forms.CharField(
        max_length=500, label=_("Why"), help_text=_("The customer reads it on the account and in the e-mail.")
    )
    tell = forms.BooleanField(required=False, initial=True, label=_("E-mail the customer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        offer_currencies(self, "amount")

    def draft(self) -> CreditDraft:
        cleaned = self.cleaned_data
        return CreditDraft(amount=cleaned["amount"], reason=cleaned["reason"], tell=cleaned["tell"])


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        max_length=500, label=_("Why"), help_text=_("The customer sees the reason on their account.")
    )
