from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.models import User
from tenants.accounts.passwords import MAX_LENGTH
from tenants.accounts.services.passwords import why_refused


def _password(label: Any, autocomplete: str, *, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=MAX_LENGTH, help_text=help_text, widget=widget)


class SignInForm(forms.Form):
    username = forms.CharField(label=gettext_lazy("Username or e-mail"), max_length=254)
    password = _password(gettext_lazy("Password"), "current-password")


class AskForLinkForm(forms.Form):
    """Whoever has forgotten the password, or would rather not type one."""

    username = forms.CharField(label=gettext_lazy("Username or e-mail"), max_length=254)


class NewPasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    new_password = _password(
        gettext_lazy("New password"),
        "new-password",
        help_text=gettext_lazy("At least 12 characters. A few unrelated words make a good one."),
    )
    repeat_password = _password(gettext_lazy("New password again"), "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        reasons = why_refused(password, self.user)
        if reasons:
            raise forms.ValidationError(reasons)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("repeat_password"):
            self.add_error("repeat_password", _("The two are not the same. Type the new password again."))
        return cleaned


class CodeForm(forms.Form):
    """Six digits from an authenticator app."""

    code = forms.CharField(
        label=gettext_lazy("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SecondStepForm(CodeForm):
    remember = forms.BooleanField(
        label=gettext_lazy("Do not ask for a code on this device for 30 days"), required=False
    )


class RecoveryCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Recovery code"),
        max_length=40,
        help_text=gettext_lazy("One of the ten that you kept when you set it up, such as k7wm-2xqp."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ConfirmForm(forms.Form):
    """The password once more: an unlocked screen must not be enough."""

    password = _password(gettext_lazy("Your password"), "current-password")


class ChangePasswordForm(NewPasswordForm):
    """As above, and the password that is in force: an unlocked screen must not be enough."""

    current_password = _password(gettext_lazy("Current password"), "current-password")
    field_order = ["current_password", "new_password", "repeat_password"]
