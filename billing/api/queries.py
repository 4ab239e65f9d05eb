"""``/api/v1/queries/`` and ``/api/v1/promises/``: what customers do not recognise, and what they promise to pay."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.errors import AnswerMissing, NoSuchQuery, QueryDecided
from billing.errors.invoices import NumberTaken
from billing.models import ChargeQuery, Promise
from billing.selectors.promises import outcome_of, promise_named, with_payment
from billing.services.promises import end_promise
from billing.services.queries import explain_charge, take_off_queried
from tenants.accounts import sight
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.fields import ShownMoney, StrictSerializer
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first

_LARGEST = 2**63 - 1
_EXAMPLE = OpenApiExample("Explain it", request_only=True, value={"answer": "It is the order of 12 March."})


class ShownQuery(serializers.ModelSerializer[ChargeQuery]):
    class Meta:
        model = ChargeQuery
        fields = read_only_fields = [
            "id", "contact_id", "charge_id", "why", "state", "answer", "asked_at", "asked_by_name", "decided_at",
            "decided_by_name",
        ]  # fmt: skip


class ShownPromise(serializers.ModelSerializer[Promise]):
    amount = ShownMoney(read_only=True, help_text="What was due when it was promised.")
    outcome = serializers.SerializerMethodField(help_text="open, kept, broken, late or ended, as the ledger says.")

    class Meta:
        model = Promise
        fields = read_only_fields = [
            "id", "contact_id", "charge_id", "amount", "until", "outcome", "made_at", "made_by_name", "ended_at",
        ]  # fmt: skip

    def get_outcome(self, promise: Promise) -> str:
        return str(outcome_of(promise))


class AskedQueries(PageQuery):
    state = serializers.ChoiceField(choices=ChargeQuery.State.choices, required=False)
    contact = serializers.IntegerField(min_value=1, max_value=_LARGEST, required=False)
    charge = serializers.IntegerField(min_value=1, max_value=_LARGEST, required=False)


class AskedPromises(PageQuery):
    contact = serializers.IntegerField(min_value=1, max_value=_LARGEST, required=False)
    charge = serializers.IntegerField(min_value=1, max_value=_LARGEST, required=False)


class Answer(StrictSerializer):
    answer = serializers.CharField(max_length=1000, help_text="The customer reads it, by mail and beside the charge.")
    take_off = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Agree with the customer: the charge is voided, or credited where it is invoiced.",
    )


_QUERIES = inline_serializer(
    "QueryPage", {"results": ShownQuery(many=True), "next": serializers.CharField(allow_null=True)}
)
_PROMISES = inline_serializer(
    "PromisePage", {"results": ShownPromise(many=True), "next": serializers.CharField(allow_null=True)}
)


class Queries(Endpoint):
    tag = "Queries and promises"
    actions = {"GET": "charges.view"}

    @extend_schema(operation_id="list_queries", summary="List queries", parameters=[AskedQueries], responses=_QUERIES)
    def get(self, request: Request) -> Response:
        """What customers say that they do not recognise, newest first, answered or not."""
        ask = asked(AskedQueries, request)
        wanted = {name: ask[name] for name in ("state", "contact", "charge") if name in ask}
        rows = ChargeQuery.objects.filter(sight.within(self.caller.member), **wanted)
        return Response(newest_first(rows, ask, lambda row: ShownQuery(row).data))


class OneQuery(Endpoint):
    tag = "Queries and promises"
    actions = {"GET": "charges.view"}

    @extend_schema(operation_id="get_query", summary="Read a query", responses=ShownQuery)
    def get(self, request: Request, query_id: int) -> Response:
        return tagged(_query(query_id), request)


class QueryAnswer(Endpoint):
    tag = "Queries and promises"
    actions = {"POST": "charges.void"}
    refusals = (QueryDecided, AnswerMissing, NumberTaken)
    fields_of_refusals = {"answer_missing": "answer"}

    @extend_schema(
        operation_id="answer_query", summary="Answer a query", request=Answer, responses=ShownQuery, examples=[_EXAMPLE]
    )
    @once
    def post(self, request: Request, query_id: int) -> Response:
        """Explain the charge, or take it off; the customer is told by mail."""
        given = Answer(data=request.data)
        given.is_valid(raise_exception=True)
        is_invoiced = ChargeQuery.objects.filter(pk=query_id, charge__invoice__isnull=False).exists()
        if given.validated_data["take_off"] and is_invoiced:
            self.caller.require("invoices.change")  # as it makes a credit note
        resolve = take_off_queried if given.validated_data["take_off"] else explain_charge
        resolve(query_id=query_id, answer=given.validated_data["answer"], by=self.caller.member)
        return tagged(_query(query_id))


class Promises(Endpoint):
    tag = "Queries and promises"
    actions = {"GET": "charges.view"}

    @extend_schema(
        operation_id="list_promises", summary="List promises", parameters=[AskedPromises], responses=_PROMISES
    )
    def get(self, request: Request) -> Response:
        """What customers have promised to pay, newest first, and whether they kept it."""
        ask = asked(AskedPromises, request)
        wanted = {name: ask[name] for name in ("contact", "charge") if name in ask}
        rows = with_payment(Promise.objects.filter(sight.within(self.caller.member), **wanted))
        return Response(newest_first(rows, ask, lambda row: ShownPromise(row).data))


class OnePromise(Endpoint):
    tag = "Queries and promises"
    actions = {"GET": "charges.view", "DELETE": "charges.void"}

    @extend_schema(operation_id="get_promise", summary="Read a promise", responses=ShownPromise)
    def get(self, request: Request, promise_id: int) -> Response:
        return tagged(ShownPromise(promise_named(promise_id)).data, request)

    @extend_schema(operation_id="end_promise", summary="End a promise", responses={200: ShownPromise})
    def delete(self, _request: Request, promise_id: int) -> Response:
        """Reminders go on as if it had not been made. One that has ended stays as it is."""
        return Response(ShownPromise(end_promise(promise_id=promise_id)).data, status=HTTPStatus.OK)


def _query(query_id: int) -> Any:
    query = ChargeQuery.objects.filter(pk=query_id).first()
    if query is None:
        raise NoSuchQuery
    return ShownQuery(query).data
