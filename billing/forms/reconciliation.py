from django import forms
from django.utils.translation import gettext_lazy as _


class ExplanationForm(forms.Form):
    explanation = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Why it differs"),
        help_text=_("For your team and for whoever checks your books."),
    )
