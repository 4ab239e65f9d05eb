"""Recurring services as the API shows them and takes them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from billing.api.charges import draft_from
from billing.api.shapes import LEAST_QUANTITY, NewCharge
from billing.forms.schedule import MOST_DUE_DAYS
from billing.models import Schedule
from billing.models.schedule import LONGEST_COUNT
from billing.recurrence import Rhythm
from billing.schedule_plan import Plan, Terms
from billing.selectors.schedules import ahead_of
from billing.services.pricing import Discount, Price
from billing.services.schedule_runs import today
from billing.services.schedules import ScheduleDraft
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer


class ShownPlanned(serializers.Serializer[Any]):
    day = serializers.DateField(read_only=True, help_text="The first day of a period, on which it is charged.")
    amount = ShownMoney(read_only=True)


class ShownSchedule(serializers.ModelSerializer[Schedule]):
    """``context["plans"]`` holds the plan of each by its id. What it costs is what it costs today."""

    quantity = serializers.SerializerMethodField()
    unit_price = serializers.SerializerMethodField()
    discount = serializers.SerializerMethodField(help_text="What comes off each charge, before tax.")
    amount = serializers.SerializerMethodField(help_text="What a charge comes to, tax included.")
    changes = serializers.SerializerMethodField(help_text="Prices to come, each with its first charge.")
    next_charges = serializers.SerializerMethodField(help_text="The next three; none while it is paused.")

    class Meta:
        model = Schedule
        fields = read_only_fields = [
            "id", "contact_id", "product_id", "description", "reason", "quantity", "unit", "unit_price",
            "discount_percent", "discount", "tax_rate", "tax_inclusive", "amount", "changes", "next_charges", "every",
            "each", "anchor_day", "starts_on", "trial_until", "ends_on", "runs_limit", "due_days", "state",
            "state_reason", "paused_on", "next_on", "may_cancel", "cancelled_at", "cancelled_by_name",
            "added_by_name", "created_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.DecimalField(max_digits=12, decimal_places=3))
    def get_quantity(self, schedule: Schedule) -> str:
        return f"{self._terms(schedule).quantity:.3f}"

    @extend_schema_field(ShownMoney)
    def get_unit_price(self, schedule: Schedule) -> Any:
        return ShownMoney(self._terms(schedule).unit_price).data

    @extend_schema_field(ShownMoney)
    def get_discount(self, schedule: Schedule) -> Any:
        return ShownMoney(self._price(schedule).discount).data

    @extend_schema_field(ShownMoney)
    def get_amount(self, schedule: Schedule) -> Any:
        return ShownMoney(self._price(schedule).gross).data

    @extend_schema_field(ShownPlanned(many=True))
    def get_changes(self, schedule: Schedule) -> Any:
        return ShownPlanned([] if schedule.is_ended else self._plan(schedule).changes(today()), many=True).data

    @extend_schema_field(ShownPlanned(many=True))
    def get_next_charges(self, schedule: Schedule) -> Any:
        return ShownPlanned(ahead_of(schedule, self._plan(schedule)), many=True).data

    def _terms(self, schedule: Schedule) -> Terms:
        plan = self._plan(schedule)
        return plan.terms_on(plan.priced_on(today()))

    def _price(self, schedule: Schedule) -> Price:
        plan = self._plan(schedule)
        return plan.price_on(plan.priced_on(today()))

    def _plan(self, schedule: Schedule) -> Plan:
        plans: dict[int, Plan] = self.context["plans"]
        return plans[schedule.pk]


class NewSchedule(NewCharge):
    """What each charge says, and how often, from when and how long it is made."""

    due_on = None  # type: ignore[assignment]  # DRF's way to leave inherited fields out
    deposit = None  # type: ignore[assignment]
    every = serializers.IntegerField(min_value=1, max_value=LONGEST_COUNT, required=False, default=1)
    each = serializers.ChoiceField(choices=Schedule.Each.choices)
    starts_on = serializers.DateField(required=False, help_text="Today when left out; never before.")
    anchor_day = serializers.IntegerField(
        min_value=1, max_value=31, required=False, help_text="The day of the month; the day of the start when left out."
    )
    trial_until = serializers.DateField(required=False, help_text="Nothing is charged up to and on this day.")
    ends_on = serializers.DateField(required=False, help_text="The last day of the service.")
    runs_limit = serializers.IntegerField(min_value=1, max_value=1000, required=False, help_text="Charges in all.")
    due_days = serializers.IntegerField(min_value=0, max_value=MOST_DUE_DAYS, required=False, default=0)
    may_cancel = serializers.BooleanField(
        required=False, default=False, help_text="Whether the customer may cancel it in the portal."
    )
    discount = GivenMoney(required=False, help_text="What comes off each charge, before tax is looked at.")
    discount_percent = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=Decimal(0), required=False, help_text="The same in percent."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if {"discount", "discount_percent"} <= attrs.keys():
            raise serializers.ValidationError({"discount": ["Send an amount or a percentage, not both."]})
        return super().validate(attrs)


class ScheduleChange(StrictSerializer):
    """What can be said otherwise at any time; it counts for the charges to come."""

    description = serializers.CharField(max_length=200, required=False, help_text="The customer reads it.")
    reason = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text="Why; the customer reads it beside each charge."
    )
    due_days = serializers.IntegerField(min_value=0, max_value=MOST_DUE_DAYS, required=False)
    may_cancel = serializers.BooleanField(required=False, help_text="Whether the customer may cancel it in the portal.")


class NewScheduleDay(StrictSerializer):
    period_on = serializers.DateField(help_text="A period by its first day.")
    undo = serializers.BooleanField(required=False, default=False, help_text="Charge it after all.")


class NewSchedulePrice(StrictSerializer):
    unit_price = GivenMoney()
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=LEAST_QUANTITY, required=False, help_text="As before when left out."
    )
    from_on = serializers.DateField(help_text="For periods that begin on this day or later; today at the earliest.")
    tell_customer = serializers.BooleanField(
        required=False, default=True, help_text="By e-mail: the day, the old price and the new one."
    )


class ScheduleReason(StrictSerializer):
    reason = serializers.CharField(
        max_length=500, required=False, default="", allow_blank=True, help_text="The customer reads it."
    )


class ScheduleLastDay(ScheduleReason):
    on = serializers.DateField(required=False, help_text="Its last day; it ends now when left out.")


def schedule_draft(given: dict[str, Any]) -> ScheduleDraft:
    """Return what a NewSchedule says."""
    line, starts_on = draft_from(given), given.get("starts_on") or today()
    said = ("description", "unit_price", "quantity", "unit", "tax_rate", "tax_inclusive", "reason", "product_id")
    plain = ("trial_until", "ends_on", "runs_limit", "due_days", "may_cancel")
    rhythm = Rhythm(
        starts_on=starts_on,
        count=given["every"],
        unit=given["each"],
        anchor_day=given.get("anchor_day") or starts_on.day,
    )
    return ScheduleDraft(
        rhythm=rhythm,
        discount=Discount(percent=given.get("discount_percent", Decimal(0)), amount=given.get("discount")),
        **{name: getattr(line, name) for name in said},
        **{name: given[name] for name in plain if name in given},
    )
