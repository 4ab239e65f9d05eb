"""An operator's sessions: their own table, cookie and ends; a business's people are nobody here, and vice versa."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tenants.accounts.models import Session
from tenants.accounts.sessions import digest_of
from tenants.console.models import Operator, OperatorSession
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.cast import PASSWORD as ADAS
from tests.console.people import CONSOLE, PASSWORD, at_the_console, operator
from tests.plain import plain
from tests.signing_in import sign_in

ACME = f"acme.{settings.BASE_DOMAIN}:{settings.PORT}"


def test_half_an_hour_of_rest_ends_a_session(as_olga):
    now = clock.now()
    with clock.held_at(now + timedelta(minutes=29)):
        assert as_olga.get("/").status_code == 200

    with clock.held_at(now + timedelta(minutes=58)):
        assert as_olga.get("/").status_code == 200
    with clock.held_at(now + timedelta(minutes=89)):
        assert as_olga.get("/")["Location"] == "/sign-in/"


def test_twelve_hours_end_a_session_however_busy(as_olga):
    now = clock.now()
    for minutes in range(20, 12 * 60, 20):
        with clock.held_at(now + timedelta(minutes=minutes)):
            assert as_olga.get("/security/").status_code == 200

    with clock.held_at(now + timedelta(hours=12)):
        assert as_olga.get("/security/")["Location"].startswith("/sign-in/")


def test_half_a_session_lasts_ten_minutes(nils):
    client = at_the_console(nils, is_whole=False)

    with clock.held_at(clock.now() + timedelta(minutes=10)):
        assert client.get("/two-factor/")["Location"] == "/sign-in/"


def test_an_operator_sees_and_ends_their_sessions_and_nobody_elses(olga, otto, as_olga):
    other = at_the_console(olga)
    ottos = at_the_console(otto)
    theirs = OperatorSession.objects.get(operator=otto)
    assert len(as_olga.get("/security/").context["sessions"]) == 2

    assert as_olga.post(f"/security/sessions/{theirs.pk}/end/").status_code == 404
    assert as_olga.post("/security/sessions/end-others/").status_code == 302

    assert other.get("/")["Location"] == "/sign-in/"
    assert (as_olga.get("/").status_code, ottos.get("/").status_code) == (200, 200)


def test_signing_out_ends_the_session(as_olga):
    assert as_olga.get("/sign-out/").status_code == 405
    as_olga.post("/sign-out/")

    assert not OperatorSession.objects.exists()
    assert as_olga.get("/")["Location"] == "/sign-in/"


def test_a_deactivated_operator_is_out_with_the_next_request(olga, as_olga):
    Operator.objects.update(deactivated_at=clock.now())

    assert as_olga.get("/")["Location"] == "/sign-in/"


def test_the_cookie_is_the_consoles_own_and_its_answers_are_kept_by_nobody(olga):
    client = at_the_console()
    client.post("/sign-in/", {"username": "olga", "password": PASSWORD})

    cookie = client.cookies[settings.CONSOLE_COOKIE_NAME]
    assert settings.CONSOLE_COOKIE_NAME != settings.SESSION_COOKIE_NAME
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")
    assert at_the_console(olga).get("/")["Cache-Control"] == "no-store"
    assert OperatorSession.objects.filter(digest=digest_of(cookie.value)).exists()


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CONSOLE_COOKIE_NAME])
def test_a_members_key_opens_nothing_on_the_console_under_either_name(acme, ada, name):
    key = sign_in(Client(), ada)
    thief = Client(HTTP_HOST=CONSOLE)
    thief.cookies[name] = key

    for address in ("/", "/businesses/", "/security/"):
        assert thief.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CONSOLE_COOKIE_NAME])
def test_an_operators_key_opens_nothing_at_a_business_under_either_name(acme, ada, olga, name):
    key = at_the_console(olga).cookies[settings.CONSOLE_COOKIE_NAME].value
    thief, nobody = Client(HTTP_HOST=ACME), Client(HTTP_HOST=ACME)
    thief.cookies[name] = key

    for address in ("/workspace/", "/", "/security/"):
        assert plain(thief.get(address)) == plain(nobody.get(address))
        assert thief.get(address)["Location"].startswith("/sign-in/")


def test_a_session_copied_row_by_row_between_the_tables_is_worth_nothing(acme, ada, olga):
    """Even somebody who can write one table gets no further than its own world: ids and epochs may be the same."""
    Operator.objects.filter(pk=olga.pk).update(id=ada.pk)
    key = sign_in(Client(), ada)
    with business_scope(acme):
        digest = Session.objects.get().digest
    assert not OperatorSession.objects.filter(digest=digest).exists()
    thief = Client(HTTP_HOST=CONSOLE)
    thief.cookies[settings.CONSOLE_COOKIE_NAME] = key

    assert thief.get("/")["Location"] == "/sign-in/"


def test_passwords_are_of_one_world_too(acme, ada):
    operator("ada", "Another Ada")
    at_acme, at_console = Client(HTTP_HOST=ACME), at_the_console()

    assert at_console.post("/sign-in/", {"username": "ada", "password": ADAS}).status_code == 422
    assert at_acme.post("/sign-in/", {"username": "ada", "password": PASSWORD}).status_code == 422
    assert at_acme.post("/sign-in/", {"username": "ada", "password": ADAS}).status_code == 302
