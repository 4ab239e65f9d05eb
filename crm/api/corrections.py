"""``/api/v1/corrections/``: what customers say is wrong, and the team's answer."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm.errors import CorrectionDecided, DetailMoved, EmailTwice, NameMissing, ReasonMissing
from crm.models import Correction
from crm.selectors.corrections import Report, report_named
from crm.services.decisions import accept_correction, decline_correction
from emails.errors import AddressRefused
from tenants.accounts import sight
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.fields import StrictSerializer
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first

_EXAMPLE = OpenApiExample("Because", request_only=True, value={"reason": "The invoice has to carry your legal name."})


class ShownCorrection(serializers.ModelSerializer[Correction]):
    """``held`` is what the detail said to the customer, ``proposed`` what it should say: by field."""

    held = serializers.DictField(child=serializers.CharField(), read_only=True)
    proposed = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Correction
        fields = read_only_fields = [
            "id", "contact_id", "key", "label", "held", "proposed", "why", "state", "reason", "reported_at",
            "decided_at",
        ]  # fmt: skip


class ShownReport(ShownCorrection):
    """``seen`` names the value that the detail has now and the one proposed: an acceptance sends it back."""

    seen = serializers.SerializerMethodField()

    class Meta(ShownCorrection.Meta):
        fields = read_only_fields = [*ShownCorrection.Meta.fields, "seen"]

    def get_seen(self, _correction: Correction) -> str:
        report: Report = self.context["report"]
        return report.seen


class CorrectionQuery(PageQuery):
    state = serializers.ChoiceField(choices=Correction.State.choices, required=False)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Acceptance(StrictSerializer):
    seen = serializers.CharField(
        max_length=64, allow_blank=True, help_text="“seen” as it was read: what has moved meanwhile is not overwritten."
    )


class Refusal(StrictSerializer):
    reason = serializers.CharField(max_length=1000, help_text="The customer reads it.")


_PAGE = inline_serializer(
    "CorrectionPage", {"results": ShownCorrection(many=True), "next": serializers.CharField(allow_null=True)}
)


class Corrections(Endpoint):
    tag = "Corrections"
    actions = {"GET": "corrections.view"}

    @extend_schema(
        operation_id="list_corrections", summary="List corrections", parameters=[CorrectionQuery], responses=_PAGE
    )
    def get(self, request: Request) -> Response:
        """Newest first, decided or not."""
        ask = asked(CorrectionQuery, request)
        wanted = {name: ask[name] for name in ("state", "contact") if name in ask}
        rows = Correction.objects.filter(sight.within(self.caller.member), **wanted)
        return Response(newest_first(rows, ask, lambda row: ShownCorrection(row).data))


class OneCorrection(Endpoint):
    tag = "Corrections"
    actions = {"GET": "corrections.view"}

    @extend_schema(operation_id="get_correction", summary="Read a correction", responses=ShownReport)
    def get(self, request: Request, correction_id: int) -> Response:
        return tagged(_shown(correction_id), request)


class CorrectionAcceptance(Endpoint):
    tag = "Corrections"
    actions = {"POST": "corrections.decide"}
    refusals = (CorrectionDecided, DetailMoved, NameMissing, EmailTwice, AddressRefused)

    @extend_schema(
        operation_id="accept_correction", summary="Accept a correction", request=Acceptance, responses=ShownReport
    )
    @once
    def post(self, request: Request, correction_id: int) -> Response:
        """What the customer proposes is written, and the detail counts as checked."""
        given = Acceptance(data=request.data)
        given.is_valid(raise_exception=True)
        report_named(correction_id)
        accept_correction(correction_id, seen=given.validated_data["seen"], by=self.caller.member)
        return tagged(_shown(correction_id))


class CorrectionRefusal(Endpoint):
    tag = "Corrections"
    actions = {"POST": "corrections.decide"}
    refusals = (CorrectionDecided, ReasonMissing)
    fields_of_refusals = {"reason_missing": "reason"}

    @extend_schema(
        operation_id="decline_correction", summary="Decline a correction", request=Refusal, responses=ShownReport,
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, correction_id: int) -> Response:
        """The detail stays as it is, and the customer is told why by mail."""
        given = Refusal(data=request.data)
        given.is_valid(raise_exception=True)
        report_named(correction_id)
        decline_correction(correction_id, reason=given.validated_data["reason"], by=self.caller.member)
        return tagged(_shown(correction_id))


def _shown(correction_id: int) -> Any:
    report = report_named(correction_id)
    return ShownReport(report.correction, context={"report": report}).data
