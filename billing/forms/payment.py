import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import DayGoneByField, MoneyField
from billing.models import Payment
from billing.selectors.payable import Payable, payables_of
from billing.selectors.payments import is_recorded
from billing.selectors.rates import currencies
from billing.services.payments import PaymentDraft
from tenants.kernel.scope import require_business

BY_HAND = [Payment.Method.TRANSFER, Payment.Method.CASH, Payment.Method.CHEQUE, Payment.Method.OTHER]


class PaymentForm(forms.Form):
    """Money received outside Stripe. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyField(label=_("Amount received"))
    method = forms.ChoiceField(
        choices=[(method.value, method.label) for method in BY_HAND], widget=forms.RadioSelect, label=_("How it came")
    )
    pays = forms.CharField(
        required=False,
        widget=forms.Select,
        label=_("What it pays"),
        help_text=_("What is more than that settles the oldest items first, then stays as credit."),
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

    def __init__(self, *args: Any, contact_id: int, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "request_key": uuid.uuid4(),
            "method": Payment.Method.TRANSFER,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        offer_currencies(self, "amount")
        self.contact_id = contact_id
        self.open = {one.key: one for one in payables_of(contact_id, currencies())}
        self._offer_open()

    def clean_pays(self) -> str:
        """Refuse what is not one of the contact's open items; a form that is sent twice has paid it the first time."""
        chosen: str = self.cleaned_data["pays"]
        key = self.cleaned_data.get("request_key")
        if chosen and chosen not in self.open and not (key and is_recorded(self.contact_id, key)):
            raise ValidationError(_("That is not open any more. Choose again what it pays."), code="not_open")
        return chosen

    def clean(self) -> None:
        amount, item = self.cleaned_data.get("amount"), self.open.get(self.cleaned_data.get("pays", ""))
        if amount and item and amount.currency != item.due.currency:
            refusal = _("That is owed in %(currency)s. Choose that currency for the amount, or something else here.")
            self.add_error("pays", ValidationError(refusal, "currency_mismatch", {"currency": item.due.currency}))

    def draft(self, proof_id: int | None) -> PaymentDraft:
        cleaned = dict(self.cleaned_data)
        for name in ("request_key", "proof", "currency", "pays"):
            cleaned.pop(name, None)
        item = self.open.get(self.cleaned_data["pays"])
        return PaymentDraft(**cleaned, proof_id=proof_id, charge_ids=item.charge_ids if item else ())

    def _offer_open(self) -> None:
        choices = [("", _("The oldest first")), *((key, _told(item)) for key, item in self.open.items())]
        self.fields["pays"].widget.choices = choices


def _told(item: Payable) -> str:
    values = {
        "number": item.invoice_number,
        "description": Truncator(item.description).chars(50),
        "due": item.due.format(require_business().locale),
        "day": date_format(item.due_on, "j M Y"),
    }
    if item.invoice_number:
        return said("Invoice %(number)s · %(due)s due %(day)s") % values
    return said("%(description)s · %(due)s due %(day)s") % values
