import pytest
from django.test import Client

BASE = "localhost:8000"


@pytest.fixture
def ask(db):
    client = Client()
    return lambda **query: client.get("/sign-up/address/", query, HTTP_HOST=BASE, REMOTE_ADDR="127.0.0.9")


def test_a_free_subdomain_is_said_to_be_free(ask):
    assert "corner-cafe.localhost:8000 is free" in ask(subdomain=" Corner-Cafe ").content.decode()


def test_a_taken_one_comes_with_a_free_one(acme, ask):
    page = ask(subdomain="acme").content.decode()

    assert "already taken" in page
    assert "Use acme-co" in page


def test_what_is_typed_is_never_written_as_html(ask):
    page = ask(subdomain="<script>alert(1)</script>", whole="1").content.decode()

    assert "<script>" not in page


def test_a_subdomain_is_made_of_the_name_while_there_is_none(ask):
    page = ask(business_name="Ada’s Café", subdomain="").content.decode()  # noqa: RUF001 as people type it

    assert 'value="adas-cafe"' in page


def test_a_name_does_not_overwrite_what_was_typed(ask):
    assert ask(business_name="Corner", subdomain="mine").status_code == 204
    assert ask(business_name=" ", subdomain="").status_code == 204


def test_nothing_is_said_of_nothing(ask):
    assert ask(subdomain="").content.decode().strip() == ""


def test_somebody_who_asks_all_day_is_told_to_go_on(ask):
    answers = [ask(subdomain="").content.decode() for _ in range(241)]

    assert "checked when you send the form" in answers[240]
    assert "checked when you send the form" not in answers[239]
