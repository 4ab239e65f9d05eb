from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.models import ReminderRules
from tenants.kernel.money import Money


class ReminderRulesForm(forms.Form):
    """What happens about what is due. An amount that is left empty is nothing."""

    takes_promises = forms.BooleanField(
        required=False,
        label=_("Customers may promise to pay by a day"),
        help_text=_("Nobody is reminded of what is promised until its day has passed; the due date stays."),
    )
    promise_days = forms.IntegerField(min_value=1, max_value=90, label=_("At most so many days ahead"))
    promise_times = forms.IntegerField(min_value=1, max_value=12, label=_("At most so often for an item within a year"))
    promise_least = MoneyField(required=False, label=_("Smallest sum"), help_text=_("Smaller sums are to be paid."))

    def __init__(self, *args: Any, rules: ReminderRules, **kwargs: Any) -> None:
        names = ("takes_promises", "promise_days", "promise_times")
        kwargs["initial"] = {name: getattr(rules, name) for name in names} | {
            "promise_least": rules.promise_least or None
        }
        super().__init__(*args, **kwargs)

    def clean_promise_least(self) -> int:
        typed: Money | None = self.cleaned_data["promise_least"]
        if typed is not None and typed.minor < 0:
            raise forms.ValidationError(_("An amount cannot be below nothing."))
        return typed.minor if typed else 0

    def change(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["promise_least_minor"] = cleaned.pop("promise_least")
        return cleaned
