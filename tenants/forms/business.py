from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants import places
from tenants.currency import currency_is_fixed
from tenants.kernel.scope import BusinessSnapshot

WAYS = [
    ("", _("A temporary password, which they change when they first sign in")),
    ("1", _("A link with which they choose their own password")),
]


class DetailsForm(forms.Form):
    """What a business says about itself, and how it works."""

    name = forms.CharField(label=_("Business name"), max_length=120)
    reply_to = forms.EmailField(
        label=_("E-mail for replies"), help_text=_("Where answers to your e-mails arrive; customers see it.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Postal address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on invoices and receipts."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Decides which day it is for due dates."))
    locale = forms.ChoiceField(label=_("Dates and numbers"))
    welcome_by_link = forms.ChoiceField(
        label=_("A new contact’s welcome e-mail brings"),  # noqa: RUF001 a typographic apostrophe
        choices=WAYS,
        required=False,
        widget=forms.RadioSelect,
    )
    customers_may_upload = forms.BooleanField(
        label=_("Customers may send you files in their portal"),
        required=False,
        help_text=_("Only your team and the people of the same contact see them."),
    )

    def __init__(self, *args: Any, business: BusinessSnapshot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(business, name) for name in self.fields})
        self.initial["welcome_by_link"] = "1" if business.welcome_by_link else ""
        self._choose("country", {"": "", **places.countries()})
        self._choose("currency", {code: f"{code} · {name}" for code, name in places.currencies().items()})
        self._choose("time_zone", {zone: zone.replace("_", " ") for zone in [business.time_zone, *places.time_zones()]})
        self._choose("locale", places.locales())
        if currency_is_fixed():
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _("It stays, because there are amounts in it already.")

    def clean_welcome_by_link(self) -> bool:
        return bool(self.cleaned_data["welcome_by_link"])

    def _choose(self, name: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
        field.choices = list(choices.items())
