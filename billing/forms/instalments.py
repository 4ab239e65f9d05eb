from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import InstalmentPlan, InstalmentRules
from billing.services.instalments import PlanDraft
from billing.services.plan_limits import MOST_PARTS
from tenants.kernel import clock
from tenants.kernel.scope import require_business

FIRST_AFTER = timedelta(days=7)
LATEST_FIRST = timedelta(days=366)


def _today() -> date:
    return clock.today(require_business().time_zone)


class AskForm(forms.Form):
    """In how many parts a customer would like to pay, and how often; the first one is due in a week."""

    parts = forms.TypedChoiceField(coerce=int, label=_("Number of parts"))
    rhythm = forms.ChoiceField(
        choices=InstalmentPlan.Rhythm.choices,
        initial=InstalmentPlan.Rhythm.MONTHLY,
        widget=forms.RadioSelect,
        label=_("How often"),
    )

    def __init__(self, *args: Any, rules: InstalmentRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(n, n) for n in range(2, rules.most_parts + 1)]  # type: ignore[attr-defined]

    def draft(self, charge_ids: Sequence[int]) -> PlanDraft:
        return PlanDraft(charge_ids=charge_ids, first_on=_today() + FIRST_AFTER, **self.cleaned_data)


class OfferForm(forms.Form):
    """A plan that the team offers, over the charges it chooses."""

    item = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=_("What is paid in parts"),
        error_messages={"required": _("Tick at least one charge.")},
    )
    parts = forms.IntegerField(min_value=2, max_value=MOST_PARTS, initial=3, label=_("Number of parts"))
    rhythm = forms.ChoiceField(
        choices=InstalmentPlan.Rhythm.choices,
        initial=InstalmentPlan.Rhythm.MONTHLY,
        widget=forms.RadioSelect,
        label=_("How often"),
    )
    first_on = forms.DateField(
        label=_("First part due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"item": [item for item, _label in items], "first_on": _today() + FIRST_AFTER}
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = list(items)  # type: ignore[attr-defined]

    def clean_first_on(self) -> date:
        day: date = self.cleaned_data["first_on"]
        if not _today() <= day <= _today() + LATEST_FIRST:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return day

    def draft(self) -> PlanDraft:
        cleaned = dict(self.cleaned_data)
        return PlanDraft(charge_ids=cleaned.pop("item"), **cleaned)
