from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from tenants.kernel.pages import row_id

LATER = 4
MOST_LATE = 20


class BankBalanceForm(forms.Form):
    balance = MoneyField(
        required=False, label=_("In the bank today"), help_text=_("Below zero if it is overdrawn. Empty takes it away.")
    )


class WhatIfForm(forms.Form):
    """Who pays later, and by how many weeks; what makes no sense counts as not asked."""

    weeks = forms.IntegerField(min_value=1, max_value=13, required=False, label=_("Weeks later"))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.asked = asked

    def chosen(self) -> tuple[list[int], int]:
        """Return the contacts and the weeks; no contacts when nothing was asked."""
        late = [row_id(text) for text in self.asked.getlist("late")[:MOST_LATE]]
        weeks = self.cleaned_data.get("weeks") if self.is_valid() else None
        return [contact_id for contact_id in late if contact_id is not None], weeks or LATER
