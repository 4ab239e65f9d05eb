"""What a detail should say, checked by the rules of the contact form."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.about import AboutForm
from crm.forms.rows import AddressRow, EmailRow, PhoneRow
from crm.models import Tag
from crm.selectors.details import ADDRESS_PARTS, NAMES, Parts, kind_of

_ROWS: dict[str, tuple[type[forms.Form], tuple[str, ...]]] = {
    "email": (EmailRow, ("address",)),
    "phone": (PhoneRow, ("number",)),
    "address": (AddressRow, ADDRESS_PARTS),
    **{name: (AboutForm, (name,)) for name in NAMES},
}
_FILLED = {
    "address": {"street": "street-address", "postcode": "postal-code", "city": "address-level2"},
    "email": {"address": "email"},
    "phone": {"number": "tel"},
    "first_name": {"first_name": "given-name"},
    "last_name": {"last_name": "family-name"},
    "company_name": {"company_name": "organization"},
}
"""What the reader's own browser may fill in: here, unlike on the team's form, it is about themselves."""


class ValueForm(forms.Form):
    """The fields of one detail, as the contact form has them; ``key`` says which detail."""

    def __init__(self, *args: Any, key: str, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = kind_of(key)
        row, names = _ROWS[kind]
        told = row().fields  # an instance's: the countries are named in the reader's language
        for name in names:
            field = self.fields[name] = deepcopy(told[name])
            field.required = len(names) == 1
            if is_own:
                field.widget.attrs["autocomplete"] = _FILLED[kind].get(name, "off")
        self._names: tuple[str, ...] = names
        self.order_fields([*names, "why"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if "street" in self._names and not self.errors and not any(given[name] for name in ADDRESS_PARTS[:-1]):
            self.add_error("street", _("Enter the address."))
        return given

    def parts(self) -> Parts:
        return {name: self.cleaned_data[name] for name in self._names}

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._names]


class ReportForm(ValueForm):
    """A customer's: what it should say, and why; or that it should not be there at all."""

    why = forms.CharField(
        label=_("Why, or since when"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It helps whoever looks at it: “We moved on 1 March.”"),
    )

    def propose_nothing(self) -> None:
        """The detail should go: what stands in its fields does not matter."""
        for name in self._names:
            del self.fields[name]
        self._names = ()


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it stays as it is"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The customer reads this, on their page and by e-mail."),
        error_messages={"required": _("Say why: the customer reads the reason.")},
    )


class AskOneForm(forms.Form):
    """A button on a contact's page; the token makes a double click one request."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    force = forms.BooleanField(required=False)


class AskForm(forms.Form):
    """Whom to ask; ``audience`` is everyone, or a tag."""

    audience = forms.ChoiceField(label=_("Whom to ask"), required=False)
    force = forms.BooleanField(
        label=_("Also those who were asked within the last 30 days"),
        required=False,
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tags: list[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {"": str(_("Everyone")), **{str(tag.pk): tag.name for tag in tags}}
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
        field.choices = list(self.names.items())

    @property
    def tag_id(self) -> int | None:
        return int(self.cleaned_data["audience"]) if self.cleaned_data["audience"] else None

    @property
    def audience_name(self) -> str:
        return self.names[self.cleaned_data["audience"]]
