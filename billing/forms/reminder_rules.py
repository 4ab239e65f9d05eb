from decimal import Decimal
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.models import ReminderRules
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

MINUS = "\u2212"
EARLIEST, LATEST, MOST = -30, 180, 8
_AS_THEY_ARE = (
    "reminds", "quiet_weekdays", "hour", "sends_statements", "fee_kind", "fee_percent", "fee_every", "fee_after_days",
    "fee_description", "takes_promises", "promise_days", "promise_times",
)  # fmt: skip


class ReminderRulesForm(forms.Form):
    """What happens about what is due. An amount that is left empty is nothing."""

    reminds = forms.BooleanField(required=False, label=_("Remind customers of what they owe"))
    steps = forms.CharField(
        max_length=60,
        label=_("Days from the due date"),
        help_text=_(
            "Below zero is before it: -3, 1, 7, 14. Each goes once, with everything that is owed in one e-mail."
        ),
    )
    hour = forms.TypedChoiceField(
        coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)], label=_("Time of day")
    )
    quiet_weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Not on"),
        help_text=_("What would have gone then goes on the next day."),
    )
    sends_statements = forms.BooleanField(
        required=False,
        label=_("Send each customer a statement after the end of a month"),
        help_text=_("As a PDF with a link to pay, when something moved or is owed. Once for each month."),
    )
    fee_kind = forms.ChoiceField(choices=ReminderRules.Fee.choices, widget=forms.RadioSelect, label=_("Late fee"))
    fee = MoneyField(required=False, label=_("Fixed amount"))
    fee_percent = forms.DecimalField(
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
        label=_("Per cent"),
    )
    fee_every = forms.ChoiceField(choices=ReminderRules.Every.choices, widget=forms.RadioSelect, label=_("How often"))
    fee_after_days = forms.IntegerField(min_value=1, max_value=365, label=_("After so many days"))
    fee_description = forms.CharField(
        max_length=120, required=False, label=_("Its name"), help_text=_("“Late fee” when left empty.")
    )
    takes_promises = forms.BooleanField(
        required=False,
        label=_("Customers may promise to pay by a day"),
        help_text=_("Nobody is reminded of what is promised until its day has passed; the due date stays."),
    )
    promise_days = forms.IntegerField(min_value=1, max_value=90, label=_("At most so many days ahead"))
    promise_times = forms.IntegerField(min_value=1, max_value=12, label=_("At most so often for an item within a year"))
    promise_least = MoneyField(required=False, label=_("Smallest sum"), help_text=_("Smaller sums are to be paid."))

    def __init__(self, *args: Any, rules: ReminderRules, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(rules, name) for name in _AS_THEY_ARE} | {
            "steps": ", ".join(str(step) for step in rules.steps),
            "fee": rules.fee or None,
            "promise_least": rules.promise_least or None,
        }
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", locale=require_business().locale.replace("-", "_"))
        self.fields["quiet_weekdays"].choices = [(day, names[day]) for day in range(7)]  # type: ignore[attr-defined]

    def clean_steps(self) -> list[int]:
        try:
            steps = sorted({int(step) for step in self.cleaned_data["steps"].replace(MINUS, "-").split(",")})
        except ValueError:
            raise forms.ValidationError(_("Write whole days with commas between them: -3, 1, 7, 14.")) from None
        if len(steps) > MOST or steps[0] < EARLIEST or steps[-1] > LATEST:
            raise forms.ValidationError(_("At most eight days, from 30 before the due date to 180 after it."))
        return steps

    def clean_quiet_weekdays(self) -> list[int]:
        quiet: list[int] = self.cleaned_data["quiet_weekdays"]
        if len(quiet) == 7:  # noqa: PLR2004 days of a week
            raise forms.ValidationError(_("Leave a day on which reminders may go."))
        return quiet

    def clean_fee(self) -> int:
        return self._minor("fee")

    def clean_promise_least(self) -> int:
        return self._minor("promise_least")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("fee_kind")
        if kind == ReminderRules.Fee.FLAT and not cleaned.get("fee") and "fee" not in self.errors:
            self.add_error("fee", _("Say how much."))
        if kind == ReminderRules.Fee.PERCENT and not cleaned.get("fee_percent") and "fee_percent" not in self.errors:
            self.add_error("fee_percent", _("Say how many per cent."))
        return cleaned

    def change(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["fee_percent"] = cleaned["fee_percent"] or ReminderRules().fee_percent
        cleaned["promise_least_minor"] = cleaned.pop("promise_least")
        cleaned["fee_minor"] = cleaned.pop("fee")
        return cleaned

    def _minor(self, name: str) -> int:
        typed: Money | None = self.cleaned_data[name]
        if typed is not None and typed.minor < 0:
            raise forms.ValidationError(_("An amount cannot be below nothing."))
        return typed.minor if typed else 0
