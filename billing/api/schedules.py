"""``/api/v1/schedules/`` and a contact's recurring services."""

from dataclasses import fields
from http import HTTPStatus
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.schedule_shapes import NewSchedule, ScheduleChange, ShownSchedule, schedule_draft
from billing.errors import (
    AmountNotPositive,
    AmountTooLarge,
    DiscountTooLarge,
    NoExchangeRate,
    NoSuchProduct,
    ProductArchived,
)
from billing.errors.schedules import ContactArchived, EndsBeforeItStarts, NoSuchSchedule, StartsInThePast
from billing.models import Schedule
from billing.selectors.schedules import STATES, plans_of, schedule_named, schedules
from billing.services.schedule_runs import locked
from billing.services.schedules import ScheduleText, change_schedule, start_schedule
from crm.selectors.contacts import contact_named
from tenants.api.endpoint import Endpoint
from tenants.api.etags import require_current, tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.money import CurrencyMismatch

_PAGE = inline_serializer(
    "SchedulePage", {"results": ShownSchedule(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLES = [
    OpenApiExample(
        "From the catalogue, every month", request_only=True, value={"product_id": 3, "each": "month", "due_days": 14}
    ),
    OpenApiExample(
        "Something else, every two weeks, free for a month",
        request_only=True,
        value={
            "description": "Office breakfast",
            "unit_price": {"amount_minor": 8400, "currency": "EUR"},
            "tax_rate": "13",
            "discount_percent": "10",
            "every": 2,
            "each": "week",
            "trial_until": "2026-12-31",
            "may_cancel": True,
        },
    ),
]


class ScheduleQuery(PageQuery):
    state = serializers.ChoiceField(choices=STATES, required=False, default="", allow_blank=True)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")


class Schedules(Endpoint):
    tag = "Recurring"
    actions = {"GET": "schedules.view"}

    @extend_schema(operation_id="list_schedules", summary="List recurring services", parameters=[ScheduleQuery],
                   responses=_PAGE)  # fmt: skip
    def get(self, request: Request) -> Response:
        """Newest first, whatever their state unless one is asked for."""
        ask = asked(ScheduleQuery, request)
        found = schedules(seen_by=self.caller.member, state=ask["state"], words=ask["q"])
        if "contact" in ask:
            found = found.filter(contact=ask["contact"])
        page = newest_first(found, ask, lambda row: row)
        return Response({**page, "results": _shown(page["results"])})


class OneSchedule(Endpoint):
    tag = "Recurring"
    actions = {"GET": "schedules.view", "PATCH": "schedules.change"}
    refusals = (NoSuchSchedule,)

    @extend_schema(operation_id="get_schedule", summary="Read a recurring service", responses=ShownSchedule)
    def get(self, request: Request, schedule_id: int) -> Response:
        """With its next three charges and the prices to come."""
        return tagged(show(schedule_named(schedule_id)), request)

    @extend_schema(operation_id="change_schedule", summary="Say a recurring service otherwise", request=ScheduleChange,
                   responses=ShownSchedule)  # fmt: skip
    def patch(self, request: Request, schedule_id: int) -> Response:
        """What is left out stays, and so does what was charged; what it costs has an address of its own."""
        change = ScheduleChange(data=request.data)
        change.is_valid(raise_exception=True)
        with transaction.atomic():
            held = locked(schedule_named(schedule_id).pk)
            require_current(request, show(held))
            said = {field.name: getattr(held, field.name) for field in fields(ScheduleText)}
            changed = change_schedule(schedule_id=held.pk, text=ScheduleText(**said | change.validated_data))
        return tagged(show(changed))


class ContactSchedules(Endpoint):
    tag = "Recurring"
    actions = {"POST": "schedules.change"}
    refusals = (
        StartsInThePast,
        EndsBeforeItStarts,
        ContactArchived,
        NoSuchProduct,
        ProductArchived,
        AmountNotPositive,
        AmountTooLarge,
        DiscountTooLarge,
        NoExchangeRate,
        CurrencyMismatch,
    )
    fields_of_refusals = {
        "starts_in_the_past": "starts_on",
        "ends_before_it_starts": "ends_on",
        "no_such_product": "product_id",
        "product_archived": "product_id",
        "amount_not_positive": "unit_price",
        "amount_too_large": "unit_price",
        "no_exchange_rate": "unit_price",
        "discount_too_large": "discount",
        "currency_mismatch": "discount",
    }

    @extend_schema(
        operation_id="start_schedule", summary="Charge a contact regularly", request=NewSchedule,
        responses={201: ShownSchedule}, examples=_EXAMPLES,
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """What begins today is charged at once; every later period on its first day."""
        contact = contact_named(contact_id)
        given = NewSchedule(data=request.data)
        given.is_valid(raise_exception=True)
        draft = schedule_draft(given.validated_data)
        schedule = start_schedule(contact_id=contact.pk, draft=draft, added_by=self.caller.member)
        answer = tagged(show(schedule), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/schedules/{schedule.pk}/"
        return answer


def show(schedule: Schedule) -> Any:
    """Return how the API shows one."""
    return _shown([schedule])[0]


def _shown(found: list[Schedule]) -> Any:
    return ShownSchedule(found, many=True, context={"plans": plans_of(found)}).data
