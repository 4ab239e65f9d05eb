from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.models import AutopayRules, InstalmentRules
from billing.services.autopay_rules import AutopayChange, InstalmentChange
from billing.services.plan_limits import FEWEST_PARTS, MOST_PARTS
from tenants.kernel.money import Money

EARLIEST, LATEST = -30, 90
LATEST_RETRY, MOST_RETRIES = 30, 8


class AutopayRulesForm(forms.Form):
    """What customers may have done by themselves. An amount that is left empty is nothing."""

    offers_autopay = forms.BooleanField(
        required=False,
        label=_("Customers may switch autopay on"),
        help_text=_("They save a card, agree to the words they read, and can stop at any time."),
    )
    days_after_due = forms.IntegerField(
        min_value=EARLIEST,
        max_value=LATEST,
        label=_("Charge the card so many days after the due date"),
        help_text=_("0 is the day itself; below zero is before it."),
    )
    announce_days = forms.IntegerField(
        min_value=0,
        max_value=30,
        label=_("Announce it so many days before"),
        help_text=_("By e-mail, with the amount. 0 for no e-mail."),
    )
    retry_days = forms.CharField(
        required=False,
        max_length=60,
        label=_("Try a refused card again after so many days"),
        help_text=_("Counted from the first refusal: 1, 3, 7. Left empty, it is not tried again."),
    )
    offers_plans = forms.BooleanField(
        required=False,
        label=_("Customers may split what they owe by themselves"),
        help_text=_("They see each part with its day and agree with their name. You can offer a plan in any case."),
    )
    most_parts = forms.IntegerField(min_value=FEWEST_PARTS, max_value=MOST_PARTS, label=_("At most so many parts"))
    above = MoneyField(required=False, label=_("Only if more than this is due"))
    smallest = MoneyField(required=False, label=_("Smallest part"), help_text=_("Smaller parts are refused."))
    grace_days = forms.IntegerField(
        min_value=0,
        max_value=90,
        label=_("Days that a part may be late"),
        help_text=_("After them the plan ends and the rest is due. Plans that are there keep theirs."),
    )

    def __init__(self, *args: Any, autopay: AutopayRules, instalments: InstalmentRules, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "offers_autopay": autopay.is_offered,
            "days_after_due": autopay.days_after_due,
            "announce_days": autopay.announce_days,
            "retry_days": ", ".join(str(day) for day in autopay.retry_days),
            "offers_plans": instalments.is_offered,
            "most_parts": instalments.most_parts,
            "above": instalments.above or None,
            "smallest": instalments.smallest or None,
            "grace_days": instalments.grace_days,
        }
        super().__init__(*args, **kwargs)

    def clean_retry_days(self) -> list[int]:
        typed = [day for day in self.cleaned_data["retry_days"].replace(";", ",").split(",") if day.strip()]
        try:
            days = sorted({int(day) for day in typed})
        except ValueError:
            raise forms.ValidationError(_("Write whole days with commas between them: 1, 3, 7.")) from None
        if len(days) > MOST_RETRIES or any(not 1 <= day <= LATEST_RETRY for day in days):
            raise forms.ValidationError(_("At most eight days, from 1 to 30 after the first refusal."))
        return days

    def clean_above(self) -> int:
        return self._minor("above")

    def clean_smallest(self) -> int:
        return self._minor("smallest")

    def autopay(self) -> AutopayChange:
        cleaned = self.cleaned_data
        return AutopayChange(
            is_offered=cleaned["offers_autopay"],
            **{name: cleaned[name] for name in ("days_after_due", "announce_days", "retry_days")},
        )

    def instalments(self) -> InstalmentChange:
        cleaned = self.cleaned_data
        return InstalmentChange(
            is_offered=cleaned["offers_plans"],
            most_parts=cleaned["most_parts"],
            above_minor=cleaned["above"],
            smallest_minor=cleaned["smallest"],
            grace_days=cleaned["grace_days"],
        )

    def _minor(self, name: str) -> int:
        typed: Money | None = self.cleaned_data[name]
        if typed is not None and typed.minor < 0:
            raise forms.ValidationError(_("An amount cannot be below nothing."))
        return typed.minor if typed else 0
