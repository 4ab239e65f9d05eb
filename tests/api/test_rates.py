"""Limits: each caller has their own, all of a business have one together, and a neighbour notices nothing of it."""

from datetime import timedelta

import pytest
from django.test import Client

from tenants.api.models import CallCount
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.api.conftest import GLOBEX, Program, secret_of
from tests.signing_in import sign_in

UNREACHABLE = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:9/0",
        "KEY_FUNCTION": "tenants.kernel.cache.business_key",
    }
}


@pytest.fixture(autouse=True)
def _one_minute():
    now = clock.now().replace(second=10, microsecond=0)
    with clock.held_at(now):
        yield


def test_who_calls_too_often_is_told_when_to_go_on(settings, program):
    settings.API_CALLS_PER_MINUTE_AND_CALLER = 2

    answers = [program.get("") for _call in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"2"}
    assert (answers[2]["Retry-After"], answers[2]["RateLimit-Reset"]) == ("50", "50")
    assert answers[2].json()["code"] == "rate_exceeded"


def test_one_keys_limit_is_not_anothers(settings, ada, program):
    settings.API_CALLS_PER_MINUTE_AND_CALLER = 1
    program.get("")

    assert program.get("").status_code == 429
    assert Program(secret_of(ada)).get("").status_code == 200


def test_all_keys_of_a_business_share_one_and_the_neighbours_have_their_own(settings, ada, program, stranger):
    settings.API_CALLS_PER_MINUTE = 2
    other = Program(secret_of(ada))

    assert [each.get("").status_code for each in (program, other, program, other)] == [200, 200, 429, 429]
    assert stranger.get("").status_code == 200


def test_the_next_minute_is_a_new_one(settings, program):
    settings.API_CALLS_PER_MINUTE_AND_CALLER = 1
    program.get("")

    with clock.held_at(clock.now().replace(second=59)):
        assert program.get("").status_code == 429
    with clock.held_at(clock.now().replace(second=0) + timedelta(minutes=1)):
        assert program.get("").status_code == 200


def test_strangers_and_customers_use_nothing_up(acme, cleo, stranger):
    customer = Client()
    sign_in(customer, cleo)

    Program("mango_00000000_noise").get("")
    Program(stranger.secret).get("")
    customer.get("/api/v1/")

    with business_scope(acme):
        assert not CallCount.objects.exists()
    assert stranger.host == GLOBEX


def test_what_is_refused_counts(acme, settings, ada):
    settings.API_CALLS_PER_MINUTE_AND_CALLER = 2
    reader = Program(secret_of(ada, "contacts:read"))

    assert [reader.get("payments/").status_code for _call in range(3)] == [403, 403, 429]


def test_it_counts_without_a_cache(settings, program):
    settings.CACHES = UNREACHABLE
    settings.API_CALLS_PER_MINUTE_AND_CALLER = 1

    assert [program.get("").status_code for _call in range(2)] == [200, 429]
