"""What operators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.passwords import MAX_LENGTH
from tenants.console.models import Operator
from tenants.console.services.operators import why_refused
from tenants.models import Business


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=MAX_LENGTH, help_text=help_text, widget=widget)


class SignInForm(forms.Form):
    username = forms.CharField(label=gettext_lazy("Username"), max_length=60)
    password = _password(gettext_lazy("Password"), "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)


class ConfirmForm(forms.Form):
    """An unlocked screen must not be enough."""

    password = _password(gettext_lazy("Your password"), "current-password")


class OperatorForm(ConfirmForm):
    username = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{1,59}$",
        label=gettext_lazy("Username"),
        max_length=60,
        error_messages={"invalid": gettext_lazy("Use 2 to 60 letters, digits, dots and hyphens, without spaces.")},
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    field_order = ["name", "username", "email", "password"]


class NewPasswordForm(forms.Form):
    current_password = _password(gettext_lazy("Current password"), "current-password")
    new_password = _password(
        gettext_lazy("New password"),
        "new-password",
        gettext_lazy("At least 12 characters. A few unrelated words make a good one."),
    )
    repeat_password = _password(gettext_lazy("New password again"), "new-password")

    def __init__(self, *args: Any, operator: Operator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operator = operator

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if reasons := why_refused(password, self.operator):
            raise forms.ValidationError(reasons)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("repeat_password"):
            self.add_error("repeat_password", _("The two are not the same. Type the new password again."))
        return cleaned


class SuspensionForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("How"),
        widget=forms.RadioSelect,
        choices=[
            (Business.State.READ_ONLY, gettext_lazy("Read-only: everybody can look, nobody can change or pay")),
            (Business.State.CLOSED, gettext_lazy("Closed: every page says politely that it is closed for now")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The team reads it on its pages and by e-mail; its customers do not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
