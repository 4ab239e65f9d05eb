from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from billing.services.document_links import CHOICES, LIVES


class DocumentLinkForm(forms.Form):
    """For how long a link is to work."""

    days = forms.TypedChoiceField(
        label=_("It works for"),
        coerce=int,
        choices=lambda: [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in CHOICES],
        initial=LIVES.days,
    )

    def lives(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])
