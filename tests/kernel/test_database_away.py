"""A database that fails in the middle of a page is said as what it is: away for a moment, not broken."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tenants.accounts.access import anyone

handler500 = "tenants.views.errors.server_error"


@anyone
def slow(_request: HttpRequest) -> HttpResponse:
    """The server ends the statement with the very words with which it ends one that takes too long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)")
    return HttpResponse("never")


@anyone
def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("nobody foresaw this")


urlpatterns = [path("slow/", slow), path("broken/", broken)]


@pytest.fixture
def visitor(acme, settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, headers={"host": f"acme.{settings.BASE_DOMAIN}"})


def test_a_statement_that_the_database_gives_up_is_a_503_that_says_when_to_come_back(visitor):
    answer = visitor.get("/slow/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Nothing was lost. Try again in a minute." in answer.content.decode()


def test_what_nobody_foresaw_is_a_500(visitor):
    answer = visitor.get("/broken/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


@pytest.mark.parametrize("conf", ["business", "public", "console"])
def test_every_host_answers_so(conf, settings):
    module = __import__(f"config.urls.{conf}", fromlist=["handler500"])

    assert module.handler500 == handler500
