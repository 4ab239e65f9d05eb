"""Whoever comes in with a temporary password gets no further than choosing their own."""

import pytest
from django.http import HttpResponse
from django.urls import path

from config.urls.business import urlpatterns as real
from emails.models import Message
from tenants.accounts.access import allowed, anyone, customers, signed_in
from tenants.accounts.models import User
from tenants.accounts.services.passwords import set_temporary_password
from tenants.kernel.scope import business_scope

ACME = "acme.localhost:8000"
NEW = "a much better sentence"


def page(_request):
    return HttpResponse("seen")


urlpatterns = [
    path("t/member/", allowed("workspace.view")(page)),
    path("t/customer/", customers(page)),
    path("t/either/", signed_in(page)),
    path("t/open/", anyone(lambda _request: HttpResponse("seen"))),
    path("api/v1/t/", signed_in(page)),
    *real,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def arrived(client, acme, cleo):
    """Cleo, signed in with what the welcome mail carried."""
    with business_scope(acme):
        password = set_temporary_password(cleo)
    client.post("/sign-in/", {"username": "cleo", "password": password}, HTTP_HOST=ACME)
    client.defaults["HTTP_HOST"] = ACME
    client.temporary = password
    return client


@pytest.mark.parametrize("address", ["/t/customer/", "/t/member/", "/t/either/", "/security/"])
def test_every_page_leads_to_choosing_a_password(arrived, address):
    response = arrived.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/password/")


def test_a_post_is_stopped_too_and_changes_nothing(arrived):
    assert arrived.post("/security/sessions/end-others/")["Location"] == "/password/"


def test_the_api_says_so_in_json(arrived):
    response = arrived.get("/api/v1/t/")

    assert (response.status_code, response.json()["code"]) == (403, "password_change_required")


def test_open_pages_and_the_way_out_stay_open(arrived):
    assert arrived.get("/t/open/").status_code == 200
    assert arrived.post("/sign-out/")["Location"] == "/sign-in/"


def test_choosing_one_opens_the_page_that_was_asked_for(arrived, acme):
    asked = arrived.get("/t/customer/")["Location"]
    assert "current_password" not in arrived.get(asked).content.decode()

    response = arrived.post("/password/", {"new_password": NEW, "repeat_password": NEW, "next": "/t/customer/"})

    assert response["Location"] == "/t/customer/"
    assert arrived.get("/t/customer/").content == b"seen"
    with business_scope(acme):
        user = User.objects.get()
        assert (user.must_change_password, user.temporary_password_until) == (False, None)
        assert not Message.objects.filter(kind="password_changed").exists()


def test_the_temporary_one_cannot_be_kept(arrived, acme):
    again = {"new_password": arrived.temporary, "repeat_password": arrived.temporary}

    assert arrived.post("/password/", again).status_code == 422
    with business_scope(acme):
        assert User.objects.get().must_change_password
