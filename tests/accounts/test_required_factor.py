"""Where a second factor is required, whoever has none gets no further than setting it up."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config.urls.business import urlpatterns as real
from tenants.accounts.access import allowed, anyone, customers, signed_in
from tenants.accounts.models import Session
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.accounts.factors import code_of, with_factor
from tests.cast import PASSWORD
from tests.signing_in import sign_in

ACME = "acme.localhost:8000"
SET_UP = "/security/two-factor/"


def page(_request):
    return HttpResponse("seen")


urlpatterns = [
    path("t/member/", allowed("workspace.view")(page)),
    path("t/customer/", customers(page)),
    path("t/open/", anyone(lambda _request: HttpResponse("seen"))),
    path("api/v1/t/", signed_in(page)),
    *real,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def strict(acme):
    with business_scope(acme):
        return change_business(acme.id, member_factor="required", customer_factor="required")


@pytest.fixture
def arrived(client, cleo, strict) -> Client:
    client.post("/sign-in/", {"username": "cleo", "password": PASSWORD}, HTTP_HOST=ACME)
    client.defaults["HTTP_HOST"] = ACME
    return client


@pytest.mark.parametrize("address", ["/t/customer/", "/t/member/", "/security/", "/security/recovery-codes/"])
def test_every_page_leads_to_setting_it_up(arrived, address):
    assert arrived.get(address)["Location"].startswith(SET_UP)


def test_a_post_is_stopped_too_and_changes_nothing(arrived, strict):
    other = Client()
    with business_scope(strict):
        sign_in(other, Session.objects.get().user)

    assert arrived.post("/security/sessions/end-others/")["Location"] == SET_UP
    with business_scope(strict):
        assert Session.objects.count() == 2


def test_the_api_says_so_in_json(arrived):
    answer = arrived.get("/api/v1/t/")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")


def test_open_pages_and_the_way_out_stay_open(arrived):
    assert arrived.get("/t/open/").content == b"seen"
    assert arrived.post("/sign-out/")["Location"] == "/sign-in/"


def test_setting_it_up_opens_the_page_that_was_asked_for(arrived):
    asked = arrived.get("/t/customer/")["Location"]
    secret = re.search(r"secret=(\w+)", arrived.get(asked).content.decode())[1]

    codes = arrived.post(SET_UP, {"code": code_of(secret), "next": "/t/customer/"})["Location"]
    assert codes == "/security/recovery-codes/?next=%2Ft%2Fcustomer%2F"
    assert 'value="/t/customer/"' in arrived.get(codes).content.decode()
    assert arrived.post("/security/recovery-codes/kept/", {"next": "/t/customer/"})["Location"] == "/t/customer/"
    assert arrived.get("/t/customer/").content == b"seen"


def test_whoever_has_one_goes_on(client, cleo, strict):
    with_factor(cleo)
    sign_in(client, cleo)

    assert client.get("/t/customer/").content == b"seen"


@pytest.mark.parametrize(("rule", "username", "is_led"), [("member", "ada", True), ("customer", "ada", False)])
def test_members_and_customers_have_rules_of_their_own(client, acme, ada, rule, username, is_led):
    with business_scope(acme):
        change_business(acme.id, **{f"{rule}_factor": "required"})
    sign_in(client, ada)

    assert (client.get("/t/member/").status_code == 302) is is_led


def test_where_nothing_can_be_changed_nobody_is_sent_to_set_it_up(client, cleo, strict):
    with business_scope(strict):
        change_business(strict.id, state="read_only")
    sign_in(client, cleo)

    assert client.get("/t/customer/").content == b"seen"
    assert "E-mail me a link" not in Client(HTTP_HOST=ACME).get("/sign-in/").content.decode()
