from django import forms
from django.utils.translation import gettext_lazy as _


class ConnectForm(forms.Form):
    """The owner's password again: an unlocked screen must not be enough to say where the money goes."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        help_text=_("You are asked for it again because this decides where your money goes."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
