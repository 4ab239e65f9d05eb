"""``/api/v1/cash-flow/`` and ``/api/v1/profit/``: the numbers of the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.cash_words import outlook
from billing.profit_words import in_words
from billing.selectors.cash_flow import Week
from billing.selectors.outlook import outlook_of
from billing.selectors.profit import WAYS, profit
from billing.selectors.statements import Period
from tenants.api.endpoint import Endpoint
from tenants.api.fields import ShownMoney
from tenants.api.paging import asked
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class CashFlowQuery(serializers.Serializer[Any]):
    late = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        default=list,
        max_length=20,
        help_text="Contacts that pay later than they usually do.",
    )
    weeks = serializers.IntegerField(
        min_value=1, max_value=13, required=False, default=4, help_text="By how many weeks they do."
    )


class ShownWeek(serializers.Serializer[Any]):
    """Seven days from Monday on."""

    starts_on = serializers.DateField()
    came_in = ShownMoney()
    went_out = ShownMoney()
    balance = ShownMoney(allow_null=True, help_text="In the bank at its end, where the business has said what is.")


class ShownCashFlow(serializers.Serializer[Any]):
    summary = serializers.CharField(help_text="The weeks ahead in words.")
    past = ShownWeek(many=True)
    ahead = ShownWeek(many=True, help_text="13 weeks from this one on, as expected.")
    doubtful = ShownMoney(help_text="Over 90 days late or not recognised: not counted on.")
    apart = ShownMoney(many=True, help_text="What no rate is known for, by currency: in none of the sums.")


class CashFlow(Endpoint):
    tag = "Cash flow"
    actions = {"GET": "ledger.view"}

    @extend_schema(
        operation_id="get_cash_flow", summary="Look 13 weeks ahead", parameters=[CashFlowQuery], responses=ShownCashFlow
    )
    def get(self, request: Request) -> Response:
        """Money in and out by the week, each customer as they usually pay."""
        ask = asked(CashFlowQuery, request)
        today = clock.today(require_business().time_zone)
        seen = outlook_of(member=self.caller.member, today=today, late=ask["late"], weeks=ask["weeks"])
        answer = {
            "summary": outlook(seen.shown, seen.comings, seen.names),
            "past": [_week(week) for week in seen.past],
            "ahead": [_week(week) for week in seen.shown],
            "doubtful": seen.doubtful,
            "apart": seen.apart,
        }
        return Response(ShownCashFlow(answer).data)


class ProfitQuery(serializers.Serializer[Any]):
    since = serializers.DateField(required=False, help_text="The first day; the first of this year when left out.")
    until = serializers.DateField(required=False, help_text="The last day; today when left out.")
    by = serializers.ChoiceField(choices=WAYS, required=False, default=WAYS[0])


class ShownGroup(serializers.Serializer[Any]):
    """What a product, contact or month earned; below zero what lowers it. Tax is in none of it."""

    key = serializers.CharField(help_text="A product's or contact's id, a month as 2026-03, overhead, or none.")
    label = serializers.CharField()  # type: ignore[assignment]  # the name that the answer has
    charged = ShownMoney()
    let_go = ShownMoney(help_text="Voided, credited, written off, or given back and not paid again.")
    cost = ShownMoney()
    fees = ShownMoney()
    expenses = ShownMoney()
    profit = ShownMoney()


class ShownProfit(serializers.Serializer[Any]):
    summary = serializers.CharField(help_text="The period in words.")
    since = serializers.DateField(source="period.since")
    until = serializers.DateField(source="period.until")
    groups = ShownGroup(many=True)
    total = ShownGroup()
    apart = ShownMoney(many=True, help_text="What no rate is known for, by currency: in none of the sums.")


class ProfitOf(Endpoint):
    tag = "Cash flow"
    actions = {"GET": "costs.view"}

    @extend_schema(operation_id="get_profit", summary="Read profit", parameters=[ProfitQuery], responses=ShownProfit)
    def get(self, request: Request) -> Response:
        """By product, contact or month; all three come to the same."""
        ask = asked(ProfitQuery, request)
        until = ask.get("until") or clock.today(require_business().time_zone)
        period = Period.of(ask.get("since") or until.replace(month=1, day=1), until)
        found = profit(period, way=ask["by"], member=self.caller.member)
        facts = {name: getattr(found, name) for name in ("period", "groups", "total", "apart")}
        return Response(ShownProfit({**facts, "summary": in_words(found)}).data)


def _week(week: Week) -> dict[str, Any]:
    currency = require_business().currency
    return {
        "starts_on": week.starts_on,
        "came_in": Money(week.came_in, currency),
        "went_out": Money(week.went_out, currency),
        "balance": None if week.balance is None else Money(week.balance, currency),
    }
