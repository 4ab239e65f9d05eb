"""The code after the password: asked for whatever way somebody comes, used once, never a lock for ever."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from emails.models import Message
from tenants.accounts.models import RecoveryCode, Session, User
from tenants.accounts.services import tokens
from tenants.accounts.services.passwords import change_password
from tenants.accounts.services.tokens import Purpose
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.accounts.factors import code_of, with_factor, wrong_code
from tests.cast import PASSWORD

ACME = "acme.localhost:8000"
STEP, RECOVERY = "/sign-in/second-step/", "/sign-in/recovery-code/"
CHOICE = {"new_password": "a much better sentence", "repeat_password": "a much better sentence"}


@pytest.fixture
def recovery_codes(cleo) -> list[str]:
    return with_factor(cleo)


@pytest.fixture
def visitor(client, acme, recovery_codes) -> Client:
    client.defaults["HTTP_HOST"] = ACME
    return client


def password(client, *, wanted="") -> str:
    return client.post("/sign-in/", {"username": "cleo", "password": PASSWORD, "next": wanted})["Location"]


def is_in(client) -> bool:
    return client.get("/security/").status_code == 200


def test_the_password_leads_to_the_code_and_the_code_to_the_page_asked_for(visitor):
    assert password(visitor, wanted="/pay/") == STEP
    assert not is_in(visitor)

    assert visitor.post(STEP, {"code": code_of()})["Location"] == "/pay/"
    assert is_in(visitor)


@pytest.mark.parametrize(
    ("purpose", "page"),
    [
        (Purpose.SIGN_IN, "/sign-in-link/{}/"),
        (Purpose.SET_PASSWORD, "/set-password/{}/"),
        (Purpose.VERIFY_EMAIL, "/verify-email/{}/"),
    ],
)
def test_no_link_stands_in_for_the_code(visitor, acme, cleo, purpose, page):
    with business_scope(acme):
        address = page.format(tokens.issue(cleo, purpose))

    assert visitor.post(address, CHOICE)["Location"] == STEP
    assert not is_in(visitor)
    assert visitor.post(STEP, {"code": code_of()}).status_code == 302
    assert is_in(visitor)


def test_a_code_is_accepted_once(visitor, acme):
    code = code_of()
    password(visitor)
    assert visitor.post(STEP, {"code": code}).status_code == 302
    thief = Client(HTTP_HOST=ACME)
    password(thief)

    assert thief.post(STEP, {"code": code}).status_code == 422
    assert not is_in(thief)


def test_a_wrong_code_lets_nobody_in_and_the_eleventh_is_refused_even_when_right(visitor, acme):
    password(visitor)
    assert [visitor.post(STEP, {"code": wrong_code()}).status_code for _ in range(10)] == [422] * 10

    assert visitor.post(STEP, {"code": code_of()}).status_code == 429
    assert not is_in(visitor)


def test_the_lock_is_not_for_ever_and_no_neighbours(visitor, acme):
    password(visitor)
    for _ in range(11):
        visitor.post(STEP, {"code": wrong_code()})

    with clock.held_at(clock.now() + timedelta(minutes=16)):
        assert password(visitor) == STEP
        assert visitor.post(STEP, {"code": code_of()}).status_code == 302


def test_guesses_are_counted_over_addresses_and_ways(visitor):
    password(visitor)
    for number in range(10):
        visitor.post(RECOVERY if number % 2 else STEP, {"code": wrong_code()}, REMOTE_ADDR=f"192.0.2.{number}")

    assert visitor.post(STEP, {"code": code_of()}, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_a_recovery_code_signs_in_once_and_its_owner_hears_of_it(visitor, acme, cleo, recovery_codes):
    typed = recovery_codes[0].upper().replace("-", " ")
    password(visitor)
    assert visitor.post(RECOVERY, {"code": typed})["Location"] == "/"
    assert is_in(visitor)
    again = Client(HTTP_HOST=ACME)
    password(again)

    assert again.post(RECOVERY, {"code": recovery_codes[0]}).status_code == 422
    assert not is_in(again)
    with business_scope(acme):
        assert RecoveryCode.objects.filter(used_at=None).count() == 9
        used = Activity.objects.get(verb="recovery_code.used")
        assert (used.actor_name, used.contact_id) == ("Cleo van Dam", cleo.customer.contact_id)
        assert Message.objects.filter(kind="recovery_code_used").count() == 1


@pytest.mark.parametrize("page", [STEP, RECOVERY])
def test_without_the_first_factor_there_is_no_second(visitor, acme, page, recovery_codes):
    code = code_of() if page == STEP else recovery_codes[0]

    assert visitor.post(page, {"code": code})["Location"] == "/sign-in/"
    with business_scope(acme):
        assert not Session.objects.exists()
        assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_the_wait_ends_after_ten_minutes(visitor):
    password(visitor)

    with clock.held_at(clock.now() + timedelta(minutes=10)):
        assert visitor.post(STEP, {"code": code_of()})["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    "change",
    [
        lambda user: change_password(user, "another sentence altogether"),
        lambda user: User.objects.filter(pk=user.pk).update(suspended_at=clock.now()),
    ],
)
def test_the_wait_ends_with_another_password_and_with_a_suspension(visitor, acme, cleo, change):
    password(visitor)
    with business_scope(acme):
        change(cleo)

    assert visitor.post(STEP, {"code": code_of()})["Location"] == "/sign-in/"
    assert not is_in(visitor)


def remembered(visitor) -> str:
    password(visitor)
    answer = visitor.post(STEP, {"code": code_of(), "remember": "on"})
    cookie = answer.cookies[settings.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["max-age"]) == (True, "Lax", "", 2592000)
    visitor.post("/sign-out/")
    return cookie.value


def test_a_remembered_device_is_not_asked_again_for_thirty_days(visitor):
    remembered(visitor)

    assert password(visitor) == "/"
    visitor.post("/sign-out/")
    with clock.held_at(clock.now() + timedelta(days=30)):
        assert password(visitor) == STEP


def test_a_remembered_device_is_forgotten_with_another_password(visitor, acme, cleo):
    remembered(visitor)
    with business_scope(acme):
        change_password(cleo, "another sentence altogether")

    answer = visitor.post("/sign-in/", {"username": "cleo", "password": "another sentence altogether"})
    assert answer["Location"] == STEP


def test_ending_all_other_sessions_forgets_the_devices(visitor):
    remembered(visitor)
    password(visitor)
    visitor.post("/security/sessions/end-others/")
    visitor.post("/sign-out/")

    assert password(visitor) == STEP


def test_a_business_may_ask_at_every_sign_in(visitor, acme):
    remembered(visitor)
    with business_scope(acme):
        change_business(acme.id, remembers_devices=False)

    assert password(visitor) == STEP
    assert "30 days" not in visitor.get(STEP).content.decode()
    assert settings.DEVICE_COOKIE_NAME not in visitor.post(STEP, {"code": code_of(steps=1), "remember": "on"}).cookies


def test_a_device_remembered_for_one_is_not_for_another(visitor, acme, carl):
    with_factor(carl)
    remembered(visitor)

    answer = visitor.post("/sign-in/", {"username": "carl", "password": PASSWORD})
    assert answer["Location"] == STEP
