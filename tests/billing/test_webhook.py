"""What may knock at the webhook, and what is kept of it."""

import json
import time

import pytest
from django.test import Client

from billing.gateway.signature import BadSignature, check
from billing.inbox.models import StripeEvent
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import platform_scope
from tests.billing.stripe_world import knock, signed

SECRET = "whsec_standin"


def event(**changes):
    thing = {"id": "in_1", "object": "invoice", "metadata": {}}
    return {
        "id": "evt_1",
        "object": "event",
        "type": "invoice.paid",
        "account": "acct_nobody",
        "livemode": False,
        "data": {"object": thing},
    } | changes


def kept() -> list[tuple[str, str]]:
    with platform_scope():
        return list(StripeEvent.objects.order_by("pk").values_list("event_id", "state"))


def test_an_event_is_kept_once_however_often_it_comes(db):
    assert [knock(event()) for _ in range(3)] == [200, 200, 200]

    assert kept() == [("evt_1", "quarantined")]


def test_an_event_of_an_account_we_do_not_know_is_set_aside_and_no_work_is_asked_for(db):
    knock(event())

    assert "acct_nobody" in StripeEvent.objects.get().error
    assert not DueWork.objects.filter(name="billing.handle_event").exists()


def test_an_event_of_the_platform_itself_is_kept_and_done(db):
    knock(event(account=None))

    assert kept() == [("evt_1", "done")]


def test_an_event_of_a_business_becomes_work_of_that_business(stripe, acme):
    knock(event(account=acme.stripe_account))

    assert DueWork.objects.get(name="billing.handle_event").business_id == acme.id


@pytest.mark.parametrize(
    "forgery",
    [
        lambda: {"secret": "whsec_other"},
        lambda: {"at": time.time() - 301},
        lambda: {"at": time.time() + 400},
    ],
    ids=["another secret", "old", "future"],
)
def test_a_forged_old_or_future_event_is_refused_and_not_kept(db, forgery):
    assert knock(event(), **forgery()) == 400

    assert kept() == []


@pytest.mark.parametrize(
    "header", ["", "t=1", "v1=abc", "t=soon,v1=abc", "t=²,v1=abc", "t=1,t=2,v1=abc", "t=1,v1=é", "nonsense", "t=,v1="]
)
def test_a_broken_signature_is_refused(header):
    with pytest.raises(BadSignature):
        check(body=b"{}", header=header, secret=SECRET, now=1.0)


@pytest.mark.parametrize("age", [-300, 0, 300])
def test_a_signature_within_five_minutes_either_way_is_good(age):
    check(body=b"{}", header=signed(b"{}", secret=SECRET, at=1000), secret=SECRET, now=1000 + age)


@pytest.mark.parametrize("age", [-301, 301])
def test_a_signature_beyond_five_minutes_either_way_is_refused(age):
    with pytest.raises(BadSignature, match="far"):
        check(body=b"{}", header=signed(b"{}", secret=SECRET, at=1000), secret=SECRET, now=1000 + age)


def test_one_good_signature_among_others_is_enough():
    good = signed(b"{}", secret=SECRET, at=1000)

    check(body=b"{}", header=good + ",v1=00,v0=11", secret=SECRET, now=1000)


def test_a_body_changed_on_the_way_is_refused():
    with pytest.raises(BadSignature):
        check(body=b"{ }", header=signed(b"{}", secret=SECRET, at=1000), secret=SECRET, now=1000)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(event(livemode=True)).encode(),
        json.dumps(event(livemode=None)).encode(),
        json.dumps(event(livemode=0)).encode(),
        b"[]",
        b'"text"',
        b"{}",
        b"not json",
        b"\xff",
        json.dumps(event(data=[])).encode(),
        json.dumps(event(id=7)).encode(),
    ],
)
def test_what_is_no_event_of_our_mode_is_refused_and_not_kept(db, body):
    assert knock(body) == 400

    assert kept() == []


def test_only_post_is_heard_and_only_on_the_base_host(db, acme):
    assert Client(headers={"host": "localhost"}).get("/webhooks/stripe/").status_code == 405
    assert Client(headers={"host": "acme.localhost"}).post("/webhooks/stripe/").status_code == 404
