"""What is done to a recurring service through the API: each change, and what takes it back."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.schedule_shapes import (
    NewScheduleDay,
    NewSchedulePrice,
    ScheduleLastDay,
    ScheduleReason,
    ShownSchedule,
)
from billing.api.schedules import show
from billing.errors import AmountNotPositive, AmountTooLarge, DiscountTooLarge
from billing.errors.schedules import (
    ContactArchived,
    NoSuchSchedule,
    NotToCome,
    ScheduleEnded,
    SchedulePaused,
    TooLateForThat,
)
from billing.models import Schedule
from billing.selectors.schedules import plan_of, schedule_named
from billing.services.schedule_changes import (
    NewPrice,
    change_price,
    keep_price,
    pause_schedule,
    resume_schedule,
    skip_period,
    unskip_period,
)
from billing.services.schedule_ends import end_schedule, keep_schedule
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.fields import StrictSerializer
from tenants.api.once import once
from tenants.kernel.money import CurrencyMismatch

_PRICE = OpenApiExample(
    "Dearer from spring on",
    request_only=True,
    value={"unit_price": {"amount_minor": 10200, "currency": "EUR"}, "from_on": "2027-03-01"},
)


class _Change(Endpoint):
    tag = "Recurring"

    @staticmethod
    def said(shape: type[StrictSerializer], request: Request) -> dict[str, Any]:
        given = shape(data=request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


class SchedulePause(_Change):
    actions = {"POST": "schedules.change", "DELETE": "schedules.change"}
    refusals = (NoSuchSchedule, ScheduleEnded, ContactArchived)

    @extend_schema(operation_id="pause_schedule", summary="Pause a recurring service", request=ScheduleReason,
                   responses=ShownSchedule)  # fmt: skip
    @once
    def post(self, request: Request, schedule_id: int) -> Response:
        """What begins meanwhile is never charged. One that is paused stays as it is."""
        return _answer(pause_schedule(schedule_id=schedule_id, **self.said(ScheduleReason, request)))

    @extend_schema(operation_id="resume_schedule", summary="Resume a recurring service", request=None,
                   responses={200: ShownSchedule})  # fmt: skip
    def delete(self, _request: Request, schedule_id: int) -> Response:
        """It goes on with the first period that begins today or later."""
        return _answer(resume_schedule(schedule_id=schedule_id))


class ScheduleSkips(_Change):
    actions = {"POST": "schedules.change"}
    refusals = (NoSuchSchedule, ScheduleEnded, SchedulePaused, NotToCome, TooLateForThat)
    fields_of_refusals = {"period_not_to_come": "period_on", "too_late": "period_on"}

    @extend_schema(operation_id="skip_period", summary="Leave out one of the next three charges",
                   request=NewScheduleDay, responses=ShownSchedule)  # fmt: skip
    @once
    def post(self, request: Request, schedule_id: int) -> Response:
        """Or charge it after all, as long as it is to come. Asked for twice, it stays as it is."""
        said = self.said(NewScheduleDay, request)
        change = unskip_period if said.pop("undo") else skip_period
        return _answer(change(schedule_id=schedule_id, **said))


class ScheduleNewPrice(_Change):
    actions = {"POST": "schedules.change", "DELETE": "schedules.change"}
    refusals = (
        NoSuchSchedule,
        ScheduleEnded,
        TooLateForThat,
        AmountNotPositive,
        AmountTooLarge,
        DiscountTooLarge,
        CurrencyMismatch,
    )
    fields_of_refusals = {
        "too_late": "from_on",
        "amount_not_positive": "unit_price",
        "amount_too_large": "unit_price",
        "discount_too_large": "unit_price",
        "currency_mismatch": "unit_price",
    }

    @extend_schema(operation_id="change_schedule_price", summary="Charge another price from a day on",
                   request=NewSchedulePrice, responses=ShownSchedule, examples=[_PRICE])  # fmt: skip
    @once
    def post(self, request: Request, schedule_id: int) -> Response:
        """What has been charged stays as it is; a price that was to come from that day on gives way."""
        said = self.said(NewSchedulePrice, request)
        plan = plan_of(schedule_named(schedule_id))
        price = NewPrice(
            unit_price=said["unit_price"],
            from_on=said["from_on"],
            quantity=said.get("quantity") or plan.terms_on(said["from_on"]).quantity,
            is_told=said["tell_customer"],
        )
        return _answer(change_price(schedule_id=schedule_id, price=price, by_name=self.caller.member.name))

    @extend_schema(operation_id="keep_schedule_price", summary="Take back the prices to come", request=None,
                   responses={200: ShownSchedule})  # fmt: skip
    def delete(self, _request: Request, schedule_id: int) -> Response:
        """The customer who was told of one is told that it does not come."""
        return _answer(keep_price(schedule_id=schedule_id))


class ScheduleEnd(_Change):
    actions = {"POST": "schedules.change", "DELETE": "schedules.change"}
    refusals = (NoSuchSchedule, ScheduleEnded, TooLateForThat)
    fields_of_refusals = {"too_late": "on"}

    @extend_schema(operation_id="end_schedule", summary="End a recurring service", request=ScheduleLastDay,
                   responses=ShownSchedule)  # fmt: skip
    @once
    def post(self, request: Request, schedule_id: int) -> Response:
        """Now, or with a day to come; what has been charged stays on the account."""
        return _answer(end_schedule(schedule_id=schedule_id, **self.said(ScheduleLastDay, request)))

    @extend_schema(operation_id="keep_schedule", summary="Take back an end that is to come", request=None,
                   responses={200: ShownSchedule})  # fmt: skip
    def delete(self, _request: Request, schedule_id: int) -> Response:
        """Also a customer's cancellation. An end agreed before either is in force again."""
        return _answer(keep_schedule(schedule_id=schedule_id))


def _answer(schedule: Schedule) -> Response:
    return tagged(show(schedule))
