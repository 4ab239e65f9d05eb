from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """The team's answer to a customer who does not recognise a charge."""

    answer = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Your answer"),
        help_text=_("The customer gets it by e-mail and sees it beside the charge."),
    )
