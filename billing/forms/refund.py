import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.services.credits import CreditDraft
from billing.services.refunds import RefundDraft

WAYS = [("money", _("The way the money came")), ("credit", _("As credit on the account"))]


class RefundForm(forms.Form):
    """Money to give back. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=WAYS, widget=forms.RadioSelect, required=False, label=_("How"))
    amount = MoneyField(label=_("Amount to give back"))
    reason = forms.CharField(max_length=250, label=_("Reason"), help_text=_("The customer reads it in the e-mail."))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), "way": "money", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]

    @property
    def is_credit(self) -> bool:
        return bool(self.cleaned_data["way"] == "credit")

    def credit(self) -> CreditDraft:
        return CreditDraft(amount=self.cleaned_data["amount"], reason=self.cleaned_data["reason"])

    def draft(self) -> RefundDraft:
        return RefundDraft(amount=self.cleaned_data["amount"], reason=self.cleaned_data["reason"])
