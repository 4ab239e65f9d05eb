"""``/api/v1/updates/``: news and alerts to customers."""

from http import HTTPStatus
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm.errors import UpdateForNobody, UpdateOverBeforeItBegins, UpdateTooLate, UpdateUnfinished
from crm.models import Tag, Update
from crm.selectors.contacts import contact_named
from crm.selectors.updates import reading_of, update_named
from crm.services.publishing import publish, schedule, withdraw
from crm.services.updates import UpdatePlan, UpdateText, draft_update
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.fields import StrictSerializer
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.errors import NotFound

_EXAMPLE = OpenApiExample(
    "To everybody, now",
    request_only=True,
    value={"title": "Closed on 24 December", "body": "We bake again from the **27th**.", "audience": "everyone"},
)


class ShownUpdate(serializers.ModelSerializer[Update]):
    """``body`` is the markdown as it was written."""

    tag = serializers.CharField(source="tag.name", read_only=True, allow_null=True)

    class Meta:
        model = Update
        fields = read_only_fields = [
            "id", "kind", "title", "body", "audience", "tag", "contact_id", "by_mail", "state", "is_pinned",
            "expires_on", "publish_at", "published_at", "withdrawn_at", "edited_at",
        ]  # fmt: skip


class ShownReading(serializers.Serializer[Any]):
    customers = serializers.IntegerField(help_text="How many it is for.")
    read = serializers.IntegerField()
    acknowledged = serializers.IntegerField()


class UpdateQuery(PageQuery):
    state = serializers.ChoiceField(choices=Update.State.choices, required=False)


class NewUpdate(StrictSerializer):
    """Published at once, or at ``publish_at``."""

    kind = serializers.ChoiceField(choices=Update.Kind.choices, required=False)
    title = serializers.CharField(max_length=120)
    body = serializers.CharField(max_length=5000, help_text="A small subset of markdown.")
    audience = serializers.ChoiceField(choices=Update.Audience.choices)
    tag = serializers.CharField(max_length=40, required=False, help_text="Its name, for the audience “tag”.")
    contact_id = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, help_text="For the audience “contact”."
    )
    by_mail = serializers.BooleanField(required=False)
    is_pinned = serializers.BooleanField(required=False)
    expires_on = serializers.DateField(required=False)
    publish_at = serializers.DateTimeField(required=False, help_text="Now when left out.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wanted = {"tag": "tag", "contact": "contact_id"}.get(attrs["audience"])
        for name in ("tag", "contact_id"):
            if (name in attrs) is not (name == wanted):
                sentence = "Say which." if name == wanted else "The audience is another. Leave it out."
                raise serializers.ValidationError({name: [sentence]})
        return attrs

    def text(self) -> UpdateText:
        given = self.validated_data
        names = ("title", "body", "is_pinned", "expires_on")
        return UpdateText(**{name: given[name] for name in names if name in given})

    def plan(self) -> UpdatePlan:
        given = self.validated_data
        names = ("kind", "audience", "by_mail", "publish_at")
        return UpdatePlan(
            **{name: given[name] for name in names if name in given},
            tag_id=_tag_id(given["tag"]) if "tag" in given else None,
            contact_id=contact_named(given["contact_id"]).pk if "contact_id" in given else None,
        )


_PAGE = inline_serializer(
    "UpdatePage", {"results": ShownUpdate(many=True), "next": serializers.CharField(allow_null=True)}
)


class Updates(Endpoint):
    tag = "Updates"
    actions = {"GET": "updates.view", "POST": "updates.publish"}
    refusals = (NotFound, UpdateForNobody, UpdateOverBeforeItBegins, UpdateTooLate, UpdateUnfinished)
    fields_of_refusals = {
        "update_unfinished": "body",
        "update_for_nobody": "audience",
        "update_over": "expires_on",
        "update_too_late": "publish_at",
    }

    @extend_schema(operation_id="list_updates", summary="List updates", parameters=[UpdateQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first, drafts included."""
        ask = asked(UpdateQuery, request)
        found = Update.objects.select_related("tag").filter(**({"state": ask["state"]} if "state" in ask else {}))
        return Response(newest_first(found, ask, lambda row: ShownUpdate(row).data))

    @extend_schema(
        operation_id="publish_update", summary="Publish an update", request=NewUpdate, responses={201: ShownUpdate},
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request) -> Response:
        """Customers see it in the portal at once or at its time, and have it by mail unless told otherwise."""
        given = NewUpdate(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():  # what cannot be published leaves no draft behind
            draft = draft_update(text=given.text(), plan=given.plan(), author=self.caller.member)
            made = schedule(draft.pk) if draft.publish_at else publish(draft.pk)
        answer = tagged(_shown(made.pk), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/updates/{made.pk}/"
        return answer


class OneUpdate(Endpoint):
    tag = "Updates"
    actions = {"GET": "updates.view"}

    @extend_schema(operation_id="get_update", summary="Read an update", responses=ShownUpdate)
    def get(self, request: Request, update_id: int) -> Response:
        return tagged(_shown(update_id), request)


class UpdateReading(Endpoint):
    tag = "Updates"
    actions = {"GET": "updates.view"}

    @extend_schema(operation_id="get_reading", summary="Who has read it, in numbers", responses=ShownReading)
    def get(self, _request: Request, update_id: int) -> Response:
        return Response(ShownReading(reading_of(update_named(update_id))).data)


class UpdateWithdrawal(Endpoint):
    tag = "Updates"
    actions = {"POST": "updates.publish"}

    @extend_schema(operation_id="withdraw_update", summary="Withdraw an update", request=None, responses=ShownUpdate)
    @once
    def post(self, _request: Request, update_id: int) -> Response:
        """It leaves the portal at once, and mail that has not gone is taken back."""
        withdraw(update_named(update_id).pk)
        return tagged(_shown(update_id))


def _shown(update_id: int) -> Any:
    return ShownUpdate(update_named(update_id)).data


def _tag_id(name: str) -> int:
    found = Tag.objects.filter(name__iexact=name).values_list("pk", flat=True).first()
    if found is None:
        raise serializers.ValidationError({"tag": ["There is no such tag."]})
    return found
