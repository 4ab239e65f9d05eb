"""An address of the API that is under no rule stops the start."""

import pytest
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants.api.checks import every_api_view_is_an_endpoint
from tenants.api.endpoint import Endpoint


class Bare(APIView):
    def get(self, _request) -> Response:
        return Response("open by mistake")


class Twice(Endpoint):
    tag = "Tests"
    actions = {"POST": "contacts.create"}

    def post(self, _request) -> Response:
        return Response("done again and again")


class Unnamed(Endpoint):
    actions = {"GET": "contacts.view"}

    def get(self, _request) -> Response:
        return Response()

    def delete(self, _request) -> Response:
        return Response()


class Unknown(Endpoint):
    actions = {"GET": "contacts.dream"}

    def get(self, _request) -> Response:
        return Response()


urlpatterns = [path("bare/", Bare.as_view()), path("twice/", Twice.as_view())]


def test_what_is_no_endpoint_and_what_would_be_done_twice_stops_the_start(settings):
    settings.ROOT_URLCONF = __name__

    found = {error.id: error.msg for error in every_api_view_is_an_endpoint()}

    assert sorted(found) == ["mango.E003", "mango.E004"]
    assert "bare/" in found["mango.E003"]
    assert "twice/" in found["mango.E004"]


@pytest.mark.parametrize("kind", [Unnamed, Unknown])
def test_a_method_that_names_no_action_of_the_table_cannot_be_served(kind):
    with pytest.raises(LookupError, match="no action of the permission table"):
        kind.as_view()
