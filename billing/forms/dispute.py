from django import forms
from django.utils.translation import gettext_lazy as _

from billing.evidence import LONGEST


class EvidenceForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=_("What the bank should know"),
        help_text=_("What was agreed, what you delivered and when, and what the customer said. The bank reads it."),
    )
