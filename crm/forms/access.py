from django import forms
from django.utils.translation import gettext_lazy as _

_OFF = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class AccessForm(forms.Form):
    """The account that a contact gets; nothing is saved without both."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(attrs=_OFF),
        error_messages={"required": _("Enter a username: nothing is saved without one.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={**_OFF, "autocomplete": "new-password"}, render_value=True),
        help_text=_("Temporary: at least 12 characters. The customer chooses their own when they first sign in."),
        error_messages={"required": _("Enter a password: nothing is saved without one.")},
    )


class CustomerForm(AccessForm):
    """One more person of a contact."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)

    field_order = ("name", "email", "username", "password")
