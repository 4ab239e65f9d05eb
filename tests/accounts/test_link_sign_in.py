"""A link by mail instead of the password: one use, a quarter of an hour, the newest only."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from emails.models import Message
from tenants.accounts.models import Session, Token, User
from tenants.accounts.services import link_sign_in
from tenants.accounts.services.passwords import change_password, set_temporary_password
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tenants.services.businesses import change_business
from tests.accounts.factors import with_factor

ACME = "acme.localhost:8000"
ASK = "/sign-in-link/"


@pytest.fixture
def visitor(client, acme, cleo) -> Client:
    client.defaults["HTTP_HOST"] = ACME
    return client


def asked(visitor, acme, **data) -> str:
    """Ask for a link and return its path, as it stands in the mail that came last."""
    assert visitor.post(ASK, {"username": "cleo", **data}).status_code == 200
    DueWork.objects.exclude(name="accounts.send_sign_in_link").delete()  # no mail is delivered here
    run_due(limit=1)
    with business_scope(acme):
        message = Message.objects.filter(kind="sign_in_link").latest("pk")
        assert (message.to, message.state) == ("cleo@example.com", "queued")
        return re.sub(r"^http://acme.localhost(:\d+)?", "", unseal(message.sealed))


def test_a_link_is_mailed_and_signs_in_on_any_device_by_its_button_alone(visitor, acme, cleo):
    link = asked(visitor, acme)
    phone = Client(HTTP_HOST=ACME)

    assert [phone.get(link).status_code, phone.head(link).status_code] == [200, 200]
    with business_scope(acme):
        assert not Session.objects.exists()
    assert phone.post(link)["Location"] == "/"
    assert phone.get("/security/").status_code == 200
    assert Client(HTTP_HOST=ACME).post(link).status_code == 410
    with business_scope(acme):
        verbs = [(row.verb, row.contact_id) for row in Activity.objects.order_by("id")]
    assert verbs == [(verb, cleo.customer.contact_id) for verb in ("sign_in_link.mailed", "user.signed_in")]


def test_the_link_leads_on_to_the_page_that_was_asked_for_and_nowhere_else(visitor, acme):
    assert visitor.post(asked(visitor, acme, next="/pay/?from=mail"))["Location"] == "/pay/?from=mail"
    assert "evil" not in asked(visitor, acme, next="https://evil.example/")


def test_only_the_newest_link_is_good(visitor, acme):
    first, second = asked(visitor, acme), asked(visitor, acme)

    assert (visitor.post(first).status_code, visitor.get(second).status_code) == (410, 200)


def test_a_link_lives_a_quarter_of_an_hour(visitor, acme):
    link = asked(visitor, acme)

    with clock.held_at(clock.now() + timedelta(minutes=15)):
        assert (visitor.get(link).status_code, visitor.post(link).status_code) == (410, 410)


@pytest.mark.parametrize("change", [lambda user: change_password(user, "another sentence"), set_temporary_password])
def test_another_password_ends_the_link(visitor, acme, cleo, change):
    link = asked(visitor, acme)
    with business_scope(acme):
        change(User.objects.get(pk=cleo.pk))

    assert visitor.post(link).status_code == 410
    with business_scope(acme):
        assert not Session.objects.exists()


def test_a_job_that_runs_twice_mails_once_and_leaves_the_link_good(in_acme, cleo):
    for _run in range(2):
        link_sign_in.send(user_id=cleo.pk, wanted="", asked_at=clock.now() - timedelta(seconds=1))

    assert Message.objects.count() == 1
    assert unseal(Message.objects.get().sealed).split("/")[-2] != ""
    assert Token.objects.filter(used_at=None).count() == 1


def test_somebody_suspended_or_unknown_is_mailed_nothing(visitor, acme, cleo):
    with business_scope(acme):
        User.objects.filter(pk=cleo.pk).update(suspended_at=clock.now())
    for username in ("cleo", "nemo"):
        visitor.post(ASK, {"username": username})
    run_due(limit=2)

    with business_scope(acme):
        assert not Message.objects.exists()
        assert not Token.objects.exists()


def test_a_business_may_turn_links_off_and_those_on_their_way_die(visitor, acme):
    link = asked(visitor, acme)
    assert "E-mail me a link" in visitor.get("/sign-in/").content.decode()
    with business_scope(acme):
        without = change_business(acme.id, sign_in_by_link=False)

    assert "E-mail me a link" not in visitor.get("/sign-in/").content.decode()
    assert [visitor.get(ASK).status_code, visitor.post(ASK, {"username": "cleo"}).status_code] == [404, 404]
    assert [visitor.get(link).status_code, visitor.post(link).status_code] == [410, 410]
    assert not DueWork.objects.filter(name="accounts.send_sign_in_link").exists()
    with business_scope(without):
        assert not Session.objects.exists()


def test_the_sign_in_page_hands_over_what_was_typed(visitor):
    page = visitor.post(ASK, {"username": "", "password": "typed", "next": "/pay/"})

    assert page.status_code == 422
    assert 'name="next" value="/pay/"' in page.content.decode()
    assert "typed" not in page.content.decode()


def test_in_somebody_elses_browser_it_ends_their_session_and_leaves_nothing_of_theirs(visitor, acme, as_carl, carl):
    carls_cookie = as_carl.cookies["mango_session"].value
    page = "/information/"
    assert "Carl Brandt" in as_carl.get(page).content.decode()

    as_carl.post(asked(visitor, acme))

    assert "Carl Brandt" not in as_carl.get(page).content.decode()
    assert as_carl.get(page).status_code == 200
    old = Client(HTTP_HOST=ACME)
    old.cookies["mango_session"] = carls_cookie
    assert old.get(page)["Location"].startswith("/sign-in/")


def test_in_somebody_elses_browser_the_wait_for_a_code_is_nobodys_session(visitor, acme, cleo, as_carl):
    with_factor(cleo)

    assert as_carl.post(asked(visitor, acme))["Location"] == "/sign-in/second-step/"
    assert as_carl.get("/information/")["Location"].startswith("/sign-in/")
