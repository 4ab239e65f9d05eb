import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import DayGoneByField, MoneyField
from billing.models import Payment
from billing.services.payments import PaymentDraft

BY_HAND = [Payment.Method.TRANSFER, Payment.Method.CASH, Payment.Method.CHEQUE, Payment.Method.OTHER]


class PaymentForm(forms.Form):
    """Money received outside Stripe. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyField(label=_("Amount received"))
    method = forms.ChoiceField(
        choices=[(method.value, method.label) for method in BY_HAND], widget=forms.RadioSelect, label=_("How it came")
    )
    received_on = DayGoneByField(label=_("Received on"))
    reference = forms.CharField(
        max_length=120, required=False, label=_("Reference"), help_text=_("What the bank statement or cheque says.")
    )
    note = forms.CharField(
        max_length=500, required=False, label=_("Note"), help_text=_("For your team. Customers never see it.")
    )
    proof = forms.FileField(
        required=False,
        allow_empty_file=True,  # named when it is refused, like every other
        label=_("Proof"),
        help_text=_("A bank slip or a picture of the cheque, if you have one. Customers do not see it."),
    )
    send_receipt = forms.BooleanField(required=False, initial=True, label=_("E-mail the receipt"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "request_key": uuid.uuid4(),
            "method": Payment.Method.TRANSFER,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        offer_currencies(self, "amount")

    def draft(self, proof_id: int | None) -> PaymentDraft:
        cleaned = dict(self.cleaned_data)
        for name in ("request_key", "proof", "currency"):
            cleaned.pop(name, None)
        return PaymentDraft(**cleaned, proof_id=proof_id)
