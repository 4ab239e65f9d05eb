from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """An e-mail address that businesses may know somebody by."""

    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
