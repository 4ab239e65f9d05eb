import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from config.settings.parts import security
from emails.models import Message
from tenants.accounts.errors import PasswordRefused
from tenants.accounts.models import Session, Token, User
from tenants.accounts.services.passwords import (
    change_password,
    generate_password,
    set_temporary_password,
    why_refused,
)
from tenants.accounts.services.tokens import issue
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tests.cast import PASSWORD
from tests.signing_in import sign_in

NEW = "a much better sentence"


def choose(client: Client, new: str = NEW, again: str | None = None, **more):
    return client.post("/password/", {"new_password": new, "repeat_password": again or new, **more})


def test_generated_passwords_are_readable_different_and_long_enough():
    made = {generate_password() for _ in range(200)}

    assert len(made) == 200
    assert all(
        re.fullmatch(r"(?:[bcdfghjkmnpqrtvwxyz2346789]{5}-){2}[bcdfghjkmnpqrtvwxyz2346789]{5}", one) for one in made
    )
    assert 26**15 > 2**64


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too short"),
        ("x" * 129, "at most 128"),
        ("telechargement", "too common"),
        ("ada.lindqvist", "too similar"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(in_acme, password, reason):
    user = User(username="ada.lindqvist", name="Ada Lindqvist", email="ada@example.com")

    assert reason in " ".join(why_refused(password, user))


def test_a_password_needs_no_mixture_of_signs(in_acme):
    assert why_refused("onlylowercaseletters", User(username="ada")) == []


def test_changing_it_ends_every_other_session_and_keeps_this_one(client, acme, ada):
    other = Client()
    sign_in(other, ada)
    key = sign_in(client, ada)

    response = choose(client, current_password=PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/workspace/")
    assert client.get("/security/").status_code == 200
    assert other.get("/security/").status_code == 302
    assert client.cookies["mango_session"].value != key


def test_changing_it_takes_the_current_one_and_tells_by_mail(client, acme, ada):
    sign_in(client, ada)

    assert choose(client, current_password="not mine at all").status_code == 422
    with business_scope(acme):
        assert User.objects.get().check_password(PASSWORD)
        assert not Message.objects.exists()
    choose(client, current_password=PASSWORD)

    with business_scope(acme):
        assert User.objects.get().check_password(NEW)
        assert Message.objects.get().kind == "password_changed"
        assert Activity.objects.get().verb == "password.changed"


def test_the_current_password_cannot_be_guessed_from_an_open_session(client, ada):
    sign_in(client, ada)

    answers = [choose(client, current_password="not mine at all").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_new_one_must_differ_and_be_typed_twice_alike(client, acme, ada):
    sign_in(client, ada)

    assert "password you have now" in choose(client, PASSWORD, current_password=PASSWORD).content.decode()
    assert "not the same" in choose(client, NEW, NEW + "x", current_password=PASSWORD).content.decode()
    with business_scope(acme):
        assert User.objects.get().session_epoch == 1


def test_links_to_choose_a_password_or_sign_in_die_with_the_old_password(in_acme, ada):
    for purpose in Token.Purpose:
        issue(ada, purpose)

    change_password(ada, NEW)

    assert [token.purpose for token in Token.objects.all()] == ["verify_email"]


def test_a_temporary_password_lasts_72_hours_and_replaces_the_old_one(client, acme, ada):
    sign_in(client, ada)
    with business_scope(acme):
        password = set_temporary_password(ada)
        stored = User.objects.get()

    assert stored.check_password(password)
    assert not stored.check_password(PASSWORD)
    assert stored.must_change_password
    assert timedelta(hours=71) < stored.temporary_password_until - timezone.now() <= timedelta(hours=72)
    assert client.get("/security/").status_code == 302


def test_an_expired_temporary_password_says_what_to_do(client, acme, ada):
    with business_scope(acme):
        password = set_temporary_password(ada)
        User.objects.update(temporary_password_until=timezone.now())

    response = client.post("/sign-in/", {"username": "ada", "password": password}, HTTP_HOST="acme.localhost:8000")

    assert response.status_code == 422
    assert "expired" in response.content.decode()
    assert "Acme Bakery" in response.content.decode()
    with business_scope(acme):
        assert not Session.objects.exists()


def test_a_temporary_password_that_the_team_typed_obeys_the_rules(in_acme, ada):
    with pytest.raises(PasswordRefused, match="too short"):
        set_temporary_password(ada, "short")

    assert User.objects.get().check_password(PASSWORD)


def test_the_product_hashes_with_argon2id_at_owasps_cost(settings):
    settings.PASSWORD_HASHERS = security.PASSWORD_HASHERS

    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
