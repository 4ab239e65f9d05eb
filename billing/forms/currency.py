from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models.rate import LARGEST
from billing.selectors.rates import currencies
from tenants import places
from tenants.kernel.scope import require_business


def offer_currencies(form: forms.Form, *amounts: str) -> str:
    """Give a form a choice of currencies, in which its ``amounts`` are read; none while there is only one.

    Return the one that is chosen.
    """
    known = currencies()
    if len(known) == 1:
        return known[0]
    choices = [(code, code) for code in known]
    form.fields["currency"] = forms.ChoiceField(choices=choices, required=False, initial=known[0], label=_("Currency"))
    chosen = form.data.get("currency") or form.initial.get("currency")
    chosen = chosen if chosen in known else known[0]
    for name in amounts:
        form.fields[name].currency = chosen  # type: ignore[attr-defined]
    return chosen


class RateForm(forms.Form):
    """What one unit of another currency is worth, from a day on."""

    currency = forms.ChoiceField(label=_("Currency"))
    rate = forms.DecimalField(
        max_digits=20,
        decimal_places=10,
        max_value=LARGEST,
        label=_("One is worth"),
        help_text=_("In your own currency: what your bank gave for one lately is a good guess."),
    )
    valid_from = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label=_("From"),
        help_text=_("Today when left empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = require_business().currency
        others = [(code, f"{code} · {name}") for code, name in places.currencies().items() if code != own]
        self.fields["currency"].choices = [("", _("Choose a currency")), *others]  # type: ignore[attr-defined]
