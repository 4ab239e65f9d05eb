"""Password, then second factor: what lets an operator in, and everything that does not."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tenants.accounts.errors import WrongCredentials
from tenants.accounts.visitor import Visitor
from tenants.console.errors import WrongCode
from tenants.console.models import Operator, OperatorSession, PlatformActivity, RecoveryCode
from tenants.console.services import second_factor
from tenants.console.services.sign_in import authenticate
from tenants.kernel import clock, totp
from tests.accounts.hashes import CountingHasher
from tests.console.people import CONSOLE, PASSWORD, SECRET, at_the_console, code, operator
from tests.plain import plain

HERE = Visitor("192.0.2.7", "tests")


def give_password(client: Client, username: str = "olga", password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def key_of(client: Client) -> str:
    return client.cookies[settings.CONSOLE_COOKIE_NAME].value


def test_both_factors_let_an_operator_in_under_a_new_key(visitor, olga):
    assert give_password(visitor)["Location"] == "/sign-in/code/"
    half = key_of(visitor)

    assert visitor.post("/sign-in/code/", {"code": code()})["Location"] == "/"

    assert key_of(visitor) != half
    assert OperatorSession.objects.get().verified_at is not None
    assert visitor.get("/").status_code == 200
    assert PlatformActivity.objects.get(verb="operator.signed_in").facts == {"way": "app"}


def test_the_page_asked_for_is_returned_to_when_it_is_the_consoles_own(visitor, olga):
    assert visitor.get("/audit/?business=1")["Location"] == "/sign-in/?next=%2Faudit%2F%3Fbusiness%3D1"
    give_password(visitor, next="/audit/?business=1")

    assert visitor.post("/sign-in/code/", {"code": code()})["Location"] == "/audit/?business=1"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/sign-out/"])
def test_nobody_is_led_elsewhere_after_signing_in(visitor, olga, wanted):
    give_password(visitor, next=wanted)

    assert visitor.post("/sign-in/code/", {"code": code()})["Location"] == "/"


def test_a_password_alone_opens_nothing_but_the_next_step(visitor, olga):
    give_password(visitor)

    for address in ("/", "/businesses/", "/audit/", "/security/", "/password/"):
        assert visitor.get(address)["Location"] == "/sign-in/code/"
    assert visitor.get("/two-factor/")["Location"] == "/sign-in/code/"


def test_a_code_is_taken_once(olga):
    now = clock.now()
    with clock.held_at(now):
        assert second_factor.check(operator=olga, code=code(), visitor=HERE) == "app"

        with pytest.raises(WrongCode):
            second_factor.check(operator=olga, code=code(), visitor=HERE)

    olga.refresh_from_db()
    assert olga.totp_step == int(now.timestamp()) // 30


def test_an_older_code_is_not_taken_after_a_newer_one(olga):
    second_factor.check(operator=olga, code=code(1), visitor=HERE)

    with pytest.raises(WrongCode):
        second_factor.check(operator=olga, code=code(), visitor=HERE)


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_digest_only(visitor, olga):
    codes = second_factor.new_recovery_codes(olga)
    give_password(visitor)

    assert visitor.post("/sign-in/code/", {"code": codes[0].upper()})["Location"] == "/"

    assert second_factor.codes_left(olga) == 9
    with pytest.raises(WrongCode):
        second_factor.check(operator=olga, code=codes[0], visitor=HERE)
    kept = "".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not [made for made in codes if totp.folded(made) in kept]
    assert PlatformActivity.objects.get(verb="operator.recovery_code_used").facts == {"left": 9}


def test_another_operators_recovery_code_is_worth_nothing(olga, otto):
    theirs = second_factor.new_recovery_codes(otto)

    with pytest.raises(WrongCode):
        second_factor.check(operator=olga, code=theirs[0], visitor=HERE)

    assert second_factor.codes_left(otto) == 10


def test_known_unknown_and_deactivated_names_answer_alike(visitor, olga):
    operator("gone", "Gone", deactivated_at=clock.now())

    known = give_password(visitor, "olga", "a wrong password")
    unknown = give_password(visitor, "eve!", "a wrong password")
    gone = give_password(visitor, "gone", PASSWORD)

    assert (known.status_code, gone.status_code) == (422, 422)
    assert plain(known).replace('"olga"', '"eve!"') == plain(unknown)
    assert plain(gone).replace('"gone"', '"eve!"') == plain(unknown)
    assert not OperatorSession.objects.exists()


@pytest.mark.parametrize("name", ["olga", "eve"])
def test_known_and_unknown_names_take_the_same_time(olga, settings, name):
    """What takes time is the hash: one is made whoever is asked for."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashes.CountingHasher"]
    before = CountingHasher.made

    with pytest.raises(WrongCredentials):
        authenticate(username=name, password="a wrong password", visitor=HERE)

    assert CountingHasher.made - before == 1


def test_the_eleventh_wrong_password_is_refused_and_so_is_the_right_one(visitor, olga):
    answers = [give_password(visitor, password="wrong password").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert give_password(visitor, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
    with clock.held_at(clock.now() + timedelta(minutes=16)):
        assert give_password(visitor).status_code == 302


def test_the_eleventh_wrong_code_is_refused_and_so_is_the_right_one(visitor, olga):
    give_password(visitor)

    answers = [visitor.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert visitor.post("/sign-in/code/", {"code": code()}).status_code == 429
    give_password(visitor)
    assert visitor.post("/sign-in/code/", {"code": code()}).status_code == 429, "the password forgives no codes"


def test_without_a_second_factor_there_is_nothing_but_setting_it_up(visitor, nils):
    assert give_password(visitor, "nils")["Location"] == "/two-factor/"

    for address in ("/", "/businesses/", "/audit/", "/security/", "/password/"):
        assert visitor.get(address)["Location"] == "/two-factor/"
    assert visitor.get("/sign-in/code/")["Location"] == "/two-factor/"


def test_setting_it_up_takes_a_right_code_and_shows_the_codes_once(visitor, nils, monkeypatch):
    monkeypatch.setattr(totp, "new_secret", lambda: SECRET)
    give_password(visitor, "nils")
    page = visitor.get("/two-factor/")
    assert SECRET in page.content.decode()
    assert visitor.post("/two-factor/", {"code": "123"}).status_code == 422
    half = key_of(visitor)

    shown = visitor.post("/two-factor/", {"code": code()})

    assert len(shown.context["codes"]) == 10
    assert key_of(visitor) != half
    assert visitor.get("/").status_code == 200
    assert visitor.get("/two-factor/")["Location"] == "/"
    nils.refresh_from_db()
    assert nils.has_second_factor
    assert SECRET.encode() not in bytes(nils.totp_secret)
    assert SECRET not in str(OperatorSession.objects.values_list("data", flat=True))


def test_a_second_factor_is_not_replaced_by_whoever_has_the_password(olga, nils):
    first, second = at_the_console(nils, is_whole=False), at_the_console(nils, is_whole=False)
    first.get("/two-factor/")
    second.get("/two-factor/")
    Operator.objects.filter(pk=nils.pk).update(totp_secret=olga.totp_secret, totp_confirmed_at=clock.now())

    assert second.get("/two-factor/")["Location"] == "/sign-in/code/"
    assert second.post("/two-factor/", {"code": code()})["Location"] == "/sign-in/code/"


def test_somebody_with_a_one_time_password_chooses_their_own_first(olga):
    Operator.objects.update(must_change_password=True, one_time_until=clock.now() + timedelta(hours=1))
    browser, other = at_the_console(olga), at_the_console(olga)
    assert browser.get("/businesses/")["Location"] == "/password/"

    new = {"new_password": "a much better sentence", "repeat_password": "a much better sentence"}
    assert browser.post("/password/", {"current_password": "not it", **new}).status_code == 422
    assert browser.post("/password/", {"current_password": PASSWORD, **new})["Location"] == "/"

    assert browser.get("/businesses/").status_code == 200
    assert other.get("/")["Location"] == "/sign-in/"
    olga.refresh_from_db()
    assert olga.check_password("a much better sentence")


def test_a_one_time_password_lasts_a_day(visitor, nils):
    Operator.objects.update(one_time_until=clock.now())

    answer = give_password(visitor, "nils")

    assert answer.status_code == 422
    assert "has expired" in answer.content.decode()
    assert not OperatorSession.objects.exists()


def test_a_form_of_another_site_signs_nobody_in(olga):
    assert give_password(Client(HTTP_HOST=CONSOLE, enforce_csrf_checks=True)).status_code == 403
