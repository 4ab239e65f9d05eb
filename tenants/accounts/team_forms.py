"""What is filled in about the team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import grantable_by
from tenants.accounts.forms import NewPasswordForm
from tenants.accounts.models import User
from tenants.accounts.wording import SCOPES, role_choices


class PlaceForm(forms.Form):
    """A role and a scope, of those that whoever fills it in may give."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    contact_scope = forms.ChoiceField(
        label=_("Contacts"),
        choices=list(SCOPES.items()),
        widget=forms.RadioSelect,
        initial="all",
        help_text=_("Owners and admins always see all contacts."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(grantable_by(by.role))  # type: ignore[attr-defined]


class InviteForm(PlaceForm):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ["email", "role", "contact_scope"]


class RemovalForm(forms.Form):
    """Who takes over what was assigned to somebody who leaves; nobody when left empty."""

    hand_over_to = forms.TypedChoiceField(
        label=_("Who takes over their contacts?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, heirs: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody for now: they stay assigned to them")), *((heir.pk, heir.name) for heir in heirs)]
        self.fields["hand_over_to"].choices = choices  # type: ignore[attr-defined]


class JoinForm(NewPasswordForm):
    """Who somebody invited is, and how they will sign in."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    username = forms.CharField(
        label=_("Username"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    field_order = ["name", "username", "new_password", "repeat_password"]
