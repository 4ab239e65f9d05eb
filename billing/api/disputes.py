"""``/api/v1/disputes/``: what payers' banks question, and the evidence that answers them."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.ledger_shapes import NewEvidence, ShownDispute
from billing.errors import AnswerOnItsWay, DisputeNotAnswerable, EvidenceMissing
from billing.models import Dispute
from billing.selectors.disputes import dispute_named, disputes
from billing.services.disputes import answer_dispute
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first

_PAGE = inline_serializer(
    "DisputePage", {"results": ShownDispute(many=True), "next": serializers.CharField(allow_null=True)}
)


class DisputeQuery(PageQuery):
    state = serializers.ChoiceField(choices=Dispute.State.choices, required=False)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Disputes(Endpoint):
    tag = "Disputes"
    actions = {"GET": "payments.view"}

    @extend_schema(operation_id="list_disputes", summary="List disputes", parameters=[DisputeQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first."""
        ask = asked(DisputeQuery, request)
        wanted = {name: ask[name] for name in ("state", "contact") if name in ask}
        return Response(newest_first(disputes(seen_by=self.caller.member).filter(**wanted), ask, _show))


class OneDispute(Endpoint):
    tag = "Disputes"
    actions = {"GET": "payments.view"}

    @extend_schema(operation_id="get_dispute", summary="Read a dispute", responses=ShownDispute)
    def get(self, request: Request, dispute_id: int) -> Response:
        return tagged(_show(dispute_named(dispute_id, seen_by=self.caller.member)), request)


class DisputeEvidence(Endpoint):
    tag = "Disputes"
    actions = {"POST": "payments.refund"}
    refusals = (EvidenceMissing, AnswerOnItsWay, DisputeNotAnswerable)
    fields_of_refusals = {"evidence_missing": "text"}

    @extend_schema(
        operation_id="answer_dispute", summary="Send evidence to the payer's bank", request=NewEvidence,
        responses=ShownDispute,
    )  # fmt: skip
    @once
    def post(self, request: Request, dispute_id: int) -> Response:
        """The bank takes it once; who bought, what and when is sent with it."""
        given = NewEvidence(data=request.data)
        given.is_valid(raise_exception=True)
        return tagged(_show(answer_dispute(dispute_id, by=self.caller.member, **given.validated_data)))


def _show(dispute: Dispute) -> Any:
    return ShownDispute(dispute).data
