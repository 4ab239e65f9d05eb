"""The parts of the contact form that repeat. A row left blank is no row, so rows are removed by emptying them."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.countries import country_choices
from crm.entries import AddressEntry, EmailEntry, PhoneEntry
from tenants.kernel.pages import row_id

MOST_ROWS = 20


class EmailRow(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Label"), required=False, max_length=40)

    def entry(self) -> EmailEntry | None:
        given = self.cleaned_data
        return EmailEntry(given["address"], given["label"]) if given.get("address") else None


class PhoneRow(forms.Form):
    number = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    label = forms.CharField(label=_("Label"), required=False, max_length=40)

    def entry(self) -> PhoneEntry | None:
        given = self.cleaned_data
        return PhoneEntry(given["number"], given["label"]) if given.get("number") else None


class AddressRow(forms.Form):
    label = forms.CharField(label=_("Label"), required=False, max_length=40)
    street = forms.CharField(
        label=_("Street"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    city = forms.CharField(label=_("City"), required=False, max_length=100)
    region = forms.CharField(label=_("Region"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = self.fields["country"]
        assert isinstance(countries, forms.ChoiceField)  # noqa: S101 for the type checker
        countries.choices = country_choices(get_language() or "en")

    def entry(self) -> AddressEntry | None:
        """A country alone, chosen by the form itself, is no address."""
        given = self.cleaned_data
        told = [given.get(name) for name in ("street", "postcode", "city", "region")]
        return AddressEntry(**given) if any(told) else None


class Rows(forms.BaseFormSet):  # type: ignore[type-arg] # not subscriptable at run time
    """Rows of one kind; every field is optional, and what is blank is left out."""

    def entries(self) -> tuple[Any, ...]:
        found = (form.entry() for form in self.forms if form.is_valid())
        return tuple(entry for entry in found if entry is not None)


def _rows(row: type[forms.Form]) -> type[Rows]:
    made = forms.formset_factory(row, formset=Rows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    return cast(type[Rows], made)


KINDS: dict[str, type[Rows]] = {
    "emails": _rows(EmailRow),
    "phones": _rows(PhoneRow),
    "addresses": _rows(AddressRow),
}


def typed_rows(posted: Mapping[str, Any], prefix: str) -> list[dict[str, str]]:
    """Return the rows of one kind as they were typed, right or wrong."""
    count = row_id(str(posted.get(f"{prefix}-TOTAL_FORMS", ""))) or 0
    fields = KINDS[prefix].form.base_fields
    return [
        {name: str(posted.get(f"{prefix}-{index}-{name}", "")).replace("\0", "") for name in fields}
        for index in range(min(count, MOST_ROWS))
    ]
