from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.selectors.assignments import assignable

MOST = 200


class AssignForm(forms.Form):
    """Who of the team looks after a contact; nobody is an answer, too."""

    members = forms.TypedMultipleChoiceField(
        label=_("Assigned to"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(member.pk, member.name) for member in assignable()]  # type: ignore[attr-defined]


class AssignTickedForm(forms.Form):
    """Somebody of the team, and the contacts that were ticked in the list."""

    member = forms.TypedChoiceField(label=_("Assign to"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(member.pk, member.name) for member in assignable()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        ticked = [pk for pk in self.data.getlist("contact") if pk.isdecimal()]  # type: ignore[attr-defined]
        if not ticked:
            raise forms.ValidationError(_("No contact is ticked."))
        return {**self.cleaned_data, "contacts": [int(pk) for pk in ticked[:MOST]]}
