import os
import threading
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emails.models import Message
from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.directory import snapshot
from tenants.kernel.scope import business_scope
from tenants.models import Business, WarmSchema
from tenants.provisioning import pool
from tenants.services.sign_up import Application, sign_up
from tests.conftest import drop_business

BASE = "localhost:8000"
FULL = bool(os.environ.get("MANGO_FULL"))
PASSWORD = "amber kettle orchard 42"


def answers(**changes) -> dict[str, str]:
    given = {
        "business_name": "Corner Café",
        "subdomain": "corner-cafe",
        "owner_name": "Ada Lindqvist",
        "email": "ada@corner.example",
        "password": PASSWORD,
        "country": "PT",
        "currency": "",
        "time_zone": "",
        "token": str(uuid.uuid4()),
    }
    return given | changes


def post(client, **changes):
    return client.post("/sign-up/", answers(**changes), HTTP_HOST=BASE)


def application(**changes) -> Application:
    given = answers(**changes) | {"currency": "EUR", "time_zone": "Europe/Lisbon"}
    return Application(**given | {"token": uuid.UUID(given["token"])})


def test_a_business_signs_up_and_is_ready_in_the_same_request(db, client):
    response = post(client)

    business = snapshot(Business.objects.get(subdomain="corner-cafe"))
    assert response.status_code == 302
    assert (business.name, business.currency, business.time_zone, business.locale) == (
        "Corner Café",
        "EUR",
        "Europe/Lisbon",
        "en_PT",
    )
    assert (business.state, business.reply_to) == ("active", "ada@corner.example")
    with business_scope(business):
        owner = User.objects.get()
        assert (owner.username, owner.role, owner.email_verified_at) == ("ada", "owner", None)
        assert owner.check_password(PASSWORD)
        mail = Message.objects.get()
        assert (mail.kind, mail.to) == ("verify_email", "ada@corner.example")
        assert Activity.objects.get().verb == "business.signed_up"


def test_the_next_page_says_where_the_mail_went_and_how_to_sign_in(db, client):
    page = client.get(post(client).url, HTTP_HOST=BASE).content.decode()

    assert "ada@corner.example" in page
    assert "http://corner-cafe.localhost:8000/" in page
    assert ">ada<" in page
    assert PASSWORD not in page


def test_the_next_page_belongs_to_whoever_signed_up(db, client):
    where = post(client).url

    assert client.get(where.replace("/sign-up/", "/sign-up/x"), HTTP_HOST=BASE).status_code == 404


def test_the_mail_can_be_sent_again_but_not_for_ever(db, client):
    where = post(client).url
    codes = [client.post(f"{where}mail/", HTTP_HOST=BASE).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]
    with business_scope(snapshot(Business.objects.get(subdomain="corner-cafe"))):
        sealed = [bytes(mail.sealed) for mail in Message.objects.all()]
    assert len(set(sealed)) == 6


def test_what_was_typed_survives_a_mistake_and_the_password_does_not(db, client):
    token = str(uuid.uuid4())

    page = post(client, subdomain="Admin", currency="CHF", token=token)

    text = page.content.decode()
    assert page.status_code == 422
    assert "kept, except the password" in text
    for typed in ("Corner Café", "Ada Lindqvist", "ada@corner.example", 'value="CHF" selected', token):
        assert typed in text
    assert PASSWORD not in text
    assert not Business.objects.filter(name="Corner Café").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subdomain": "acme"}, "“acme” is already taken. “acme-co” is free."),
        ({"subdomain": "paypa1"}, "well-known company"),
        ({"subdomain": "\u0430cme-shop"}, "another alphabet"),
        ({"subdomain": ""}, "Choose an address for your pages."),
        ({"email": "ada"}, "valid email address"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "password1234"}, "too common"),
        ({"password": "x" * 129}, "at most 128"),
        ({"password": "ada@corner.example"}, "similar"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"business_name": ""}, "required"),
        ({"token": "x"}, "valid UUID"),
    ],
)
def test_each_mistake_has_its_sentence_and_makes_nothing(acme, client, wrong, sentence):
    page = post(client, **wrong)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Business.objects.count() == 2


def test_the_form_cannot_be_sent_from_elsewhere(db, strange_client):
    assert post(strange_client).status_code == 403
    assert not Business.objects.filter(subdomain="corner-cafe").exists()


def test_a_form_sent_twice_makes_one_business(db, client):
    token = str(uuid.uuid4())

    first, second = post(client, token=token), post(client, token=token)

    assert first.status_code == second.status_code == 302
    assert Business.objects.filter(name="Corner Café").count() == 1
    with business_scope(snapshot(Business.objects.get(name="Corner Café"))):
        assert Message.objects.count() == 1


def test_a_form_sent_twice_at_once_makes_one_business(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        same = application()
        made = []

        threads = [threading.Thread(target=lambda: (made.append(sign_up(same)), connection.close())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        try:
            assert len(made) == 4
            assert len({business.id for business in made}) == 1
        finally:
            drop_business(made[0])
            pool.fill()


@pytest.mark.parametrize("pool_size", [1, 0], ids=["warm", "cold"])
def test_from_submit_to_ready_workspace_takes_less_than_two_seconds(db, client, pool_size, tell):
    """Because it takes few statements, however many tables a business has; the clock is asked where nobody disturbs."""
    for warm in WarmSchema.objects.order_by("pk")[pool_size:]:
        warm.delete()
    started = time.perf_counter()

    with CaptureQueriesContext(connection) as asked:
        post(client)

    with business_scope(snapshot(Business.objects.get(subdomain="corner-cafe"))):
        assert User.objects.count() == 1
    seconds = time.perf_counter() - started
    tell(f"sign-up, {pool_size} warm: {seconds:.2f} s, {len(asked)} statements")
    assert len(asked) < 60
    assert seconds < 2 or not FULL


@pytest.mark.parametrize(
    ("email", "username"),
    [("Bo.L@x.example", "bo.l"), ("bo+mango@x.example", "bo.lind"), ("b@x.example", "bo.lind")],
)
def test_the_owner_gets_a_user_name_from_the_e_mail_address(db, email, username):
    business = sign_up(application(email=email, owner_name="Bo Lind"))

    with business_scope(business):
        assert User.objects.get().username == username


@pytest.mark.parametrize(
    ("language", "country"),
    [("de-CH,de;q=0.9", "Switzerland"), ("en", "United States"), ("zh-Hant-TW", "Taiwan"), ("xx-QQ", "United States")],
)
def test_the_country_is_guessed_from_the_browser(db, client, language, country):
    page = client.get("/sign-up/", HTTP_HOST=BASE, HTTP_ACCEPT_LANGUAGE=language).content.decode()

    assert f"as in {country}" in page


def test_currency_and_time_zone_may_differ_from_the_country(db, client):
    post(client, currency="USD", time_zone="Atlantic/Azores")

    business = Business.objects.get(subdomain="corner-cafe")
    assert (business.country, business.currency, business.time_zone) == ("PT", "USD", "Atlantic/Azores")
