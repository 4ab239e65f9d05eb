from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.charge import LEAST, ChargeForm
from billing.forms.fields import DiscountField, MoneyField
from billing.models import Product, Schedule
from billing.recurrence import Rhythm, Unit
from billing.schedule_plan import Terms
from billing.services.schedule_changes import NewPrice
from billing.services.schedules import ScheduleDraft, ScheduleText

INTERVALS = [
    ("1 week", _("Every week")),
    ("2 week", _("Every 2 weeks")),
    ("1 month", _("Every month")),
    ("3 month", _("Every 3 months")),
    ("6 month", _("Every 6 months")),
    ("1 year", _("Every year")),
]
OF_PRODUCTS = {
    Product.Interval.WEEK.value: "1 week",
    Product.Interval.MONTH.value: "1 month",
    Product.Interval.QUARTER.value: "3 month",
    Product.Interval.YEAR.value: "1 year",
}
MOST_DUE_DAYS = 365
_WHY = _("The customer reads it.")


def day_field(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ScheduleForm(ChargeForm):
    """What a charge says, and how often, from when and how long it is made."""

    # Django's way to leave inherited fields out
    due_on = None  # type: ignore[assignment]
    deposit = None  # type: ignore[assignment]
    discount = DiscountField(
        max_length=20, required=False, label=_("Discount"), help_text=_("On each charge, before tax: 10 % or 5.00.")
    )
    interval = forms.ChoiceField(choices=INTERVALS, initial="1 month", label=_("How often"))
    starts_on = day_field(label=_("First charged on"), help_text=_("Today or later."))
    anchor_day = forms.IntegerField(
        min_value=1,
        max_value=31,
        required=False,
        label=_("Day of the month"),
        help_text=_("The day it starts on, when left empty. A short month is charged on its last day."),
    )
    due_days = forms.IntegerField(
        min_value=0, max_value=MOST_DUE_DAYS, required=False, label=_("Due after"), help_text=_("At once when empty.")
    )
    trial_until = day_field(
        required=False, label=_("Free until"), help_text=_("Nothing is charged up to and on this day.")
    )
    ends_on = day_field(required=False, label=_("Last day"), help_text=_("It goes on until you end it, when empty."))
    runs_limit = forms.IntegerField(
        min_value=1, max_value=1000, required=False, label=_("Or a number of charges"), help_text=_("Then it ends.")
    )
    may_cancel = forms.BooleanField(
        required=False,
        label=_("The customer may cancel it in the portal"),
        help_text=_("It then ends with the period that has been charged."),
    )

    def draft(self) -> ScheduleDraft:  # type: ignore[override]  # a plan in place of one charge
        cleaned = self.cleaned_data
        cleaned["due_on"] = cleaned["deposit"] = None
        line = super().draft()
        count, _space, unit = cleaned["interval"].partition(" ")
        starts_on: date = cleaned["starts_on"]
        anchor_day = cleaned["anchor_day"] or starts_on.day
        return ScheduleDraft(
            description=line.description,
            unit_price=line.unit_price,
            rhythm=Rhythm(starts_on=starts_on, count=int(count), unit=Unit(unit), anchor_day=anchor_day),
            quantity=line.quantity,
            unit=line.unit,
            tax_rate=line.tax_rate,
            tax_inclusive=line.tax_inclusive,
            discount=cleaned["discount"],
            reason=line.reason,
            trial_until=cleaned["trial_until"],
            ends_on=cleaned["ends_on"],
            runs_limit=cleaned["runs_limit"],
            due_days=cleaned["due_days"] or 0,
            may_cancel=cleaned["may_cancel"],
            product_id=line.product_id,
        )


class ScheduleTextForm(forms.Form):
    """What can be said otherwise at any time."""

    description = forms.CharField(max_length=200, label=_("What it is"), help_text=_WHY)
    reason = forms.CharField(max_length=500, required=False, label=_("Why"), help_text=_WHY)
    due_days = forms.IntegerField(
        min_value=0, max_value=MOST_DUE_DAYS, required=False, label=_("Due after"), help_text=_("At once when empty.")
    )
    may_cancel = forms.BooleanField(
        required=False,
        label=_("The customer may cancel it in the portal"),
        help_text=_("It then ends with the period that has been charged."),
    )

    @classmethod
    def showing(cls, schedule: Schedule) -> "ScheduleTextForm":
        return cls(initial={name: getattr(schedule, name) for name in cls.base_fields})

    def text(self) -> ScheduleText:
        return ScheduleText(**self.cleaned_data | {"due_days": self.cleaned_data["due_days"] or 0})


class PriceForm(forms.Form):
    """Another price from a day on."""

    unit_price = MoneyField(label=_("New price"))
    quantity = forms.DecimalField(min_value=LEAST, max_digits=12, decimal_places=3, label=_("Quantity"))
    from_on = day_field(label=_("From"), help_text=_("For periods that begin on this day or later."))
    is_told = forms.BooleanField(
        required=False, label=_("Write to the customer"), help_text=_("With the day, the old price and the new one.")
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].currency = currency  # type: ignore[attr-defined]

    @classmethod
    def showing(cls, terms: Terms, from_on: date) -> "PriceForm":
        return cls(
            currency=terms.unit_price.currency,
            initial={
                "unit_price": terms.unit_price,
                "quantity": f"{Decimal(terms.quantity).normalize():f}",
                "from_on": from_on,
                "is_told": True,
            },
        )

    def price(self) -> NewPrice:
        return NewPrice(**self.cleaned_data)


class EndForm(forms.Form):
    """When it ends: now, or with a day that is still to come."""

    NOW, ON = "now", "on"
    when = forms.ChoiceField(
        choices=[(ON, _("On a day to come")), (NOW, _("Now"))], widget=forms.RadioSelect, initial=ON, label=_("When")
    )
    on = day_field(required=False, label=_("Last day"))
    reason = forms.CharField(max_length=500, required=False, label=_("Why"), help_text=_WHY)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == self.ON and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", _("Say with which day it ends."))
        return cleaned

    def last_day(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        return day if self.cleaned_data["when"] == self.ON else None


class PauseForm(forms.Form):
    reason = forms.CharField(max_length=500, required=False, label=_("Why"), help_text=_WHY)


class PeriodForm(forms.Form):
    """A period by its first day."""

    period_on = forms.DateField()
