"""Who one is here, and the schema."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.accounts.access import anyone
from tenants.api.endpoint import Endpoint
from tenants.api.schema import document
from tenants.api.scopes import scopes_within
from tenants.kernel.scope import require_business


class ShownCaller(serializers.Serializer[Any]):
    """``scopes`` are what the key has and its maker's role still includes."""

    business = serializers.CharField()
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())


class Root(Endpoint):
    tag = "You"
    actions = {"GET": "workspace.view"}

    @extend_schema(operation_id="who_am_i", summary="Who you are here", responses=ShownCaller)
    def get(self, _request: Request) -> Response:
        """The cheapest way to try a key."""
        business, caller = require_business(), self.caller
        within = scopes_within(caller.member.role)
        shown = {
            "business": business.name,
            "currency": business.currency,
            "time_zone": business.time_zone,
            "name": caller.name,
            "role": caller.member.role,
            "scopes": within if caller.key is None else [scope for scope in caller.key.scopes if scope in within],
        }
        return Response(ShownCaller(shown).data)


@anyone
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON; it tells of nothing that is the business's."""
    answer = JsonResponse(document())
    answer["Cache-Control"] = "public, max-age=300"
    return answer
