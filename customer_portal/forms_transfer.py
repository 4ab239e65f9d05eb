"""What a customer says of a transfer that they have sent."""

import uuid
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.selectors.accounts import OpenItem
from tenants.uploads import ENDINGS, MOST_BYTES


class TransferForm(forms.Form):
    """``item`` holds ids of the customer's own open charges; ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Go back and tick what you have paid."),
            "invalid_choice": _("One of the items has been paid or changed meanwhile. Look at the list again."),
        },
    )
    amount = MoneyField(label=_("Amount you sent"))
    sent_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=_("Sent on"))
    proof = forms.FileField(required=False, allow_empty_file=True, label=_("Proof from your bank"))
    note = forms.CharField(max_length=250, required=False, label=_("Anything to add"))

    def __init__(self, *args: Any, items: list[OpenItem], **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(item.charge_id, item.charge_id) for item in items]  # type: ignore[attr-defined]
        self.fields["amount"].currency = items[0].due.currency  # type: ignore[attr-defined]
        proof = self.fields["proof"]
        proof.help_text = _("A picture or a PDF of at most %(most)s. It is looked for faster with it.") % {
            "most": filesizeformat(MOST_BYTES)
        }
        proof.widget.attrs["accept"] = ",".join(sorted({ending for endings in ENDINGS.values() for ending in endings}))
