from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.uploads import LONGEST_NAME


class FileForm(forms.Form):
    """What a file is called, and whether the contact's people see it."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    is_shown = forms.BooleanField(
        label=_("Show it to the customer"), required=False, help_text=_("It stands under Files in their portal.")
    )
