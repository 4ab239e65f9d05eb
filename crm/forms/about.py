from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Contact


class AboutForm(forms.Form):
    """Who the contact is."""

    kind = forms.ChoiceField(
        label=_("This contact is"),
        choices=[(Contact.Kind.PERSON, _("A person")), (Contact.Kind.COMPANY, _("A company"))],
        initial=Contact.Kind.PERSON,
        widget=forms.RadioSelect,
    )
    first_name = forms.CharField(label=_("First name"), required=False, max_length=70)
    last_name = forms.CharField(label=_("Last name"), required=False, max_length=70)
    company_name = forms.CharField(label=_("Company"), required=False, max_length=150)
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=300, help_text=_("Separate them with commas: Wholesale, Thursdays")
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("kind") == Contact.Kind.COMPANY and not given.get("company_name"):
            self.add_error("company_name", _("Enter the company's name."))
        if given.get("kind") == Contact.Kind.PERSON and not (given.get("first_name") or given.get("last_name")):
            self.add_error("first_name", _("Enter the person's first or last name."))
        return given

    def clean_tags(self) -> tuple[str, ...]:
        return tuple(name for raw in self.cleaned_data["tags"].split(",") if (name := raw.strip()))


class FirstNoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your team reads notes. They never reach the customer."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
