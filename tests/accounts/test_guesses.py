import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from tenants.accounts.models import WrongGuess
from tenants.accounts.services import guesses
from tenants.accounts.services.passwords import set_temporary_password
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import TooMany
from tenants.kernel.scope import business_scope
from tenants.models import AddressGuess
from tests.cast import PASSWORD, member

ACME, GLOBEX = "acme.localhost:8000", "globex.localhost:8000"


def guess(client: Client, username: str = "ada", password: str = "a wrong guess", host: str = ACME, **headers) -> int:
    data = {"username": username, "password": password}
    return client.post("/sign-in/", data, HTTP_HOST=host, **headers).status_code


def test_the_eleventh_guess_in_a_quarter_of_an_hour_is_refused_even_when_right(client, ada):
    assert [guess(client) for _ in range(10)] == [422] * 10

    assert guess(client) == 429
    assert guess(client, password=PASSWORD) == 429


def test_a_made_up_address_in_a_header_helps_nobody(client, ada):
    for number in range(10):
        guess(client, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert guess(client, HTTP_X_FORWARDED_FOR="198.51.100.99", HTTP_FORWARDED="for=198.51.100.98") == 429


def test_an_account_is_counted_over_addresses(client, ada):
    for number in range(10):
        guess(client, REMOTE_ADDR=f"192.0.2.{number}")

    assert guess(client, REMOTE_ADDR="192.0.2.99") == 429


def test_an_address_is_counted_over_accounts_known_or_not(client, ada):
    for number in range(10):
        guess(client, username=f"somebody{number}")

    assert guess(client, password=PASSWORD) == 429
    assert guess(client, password=PASSWORD, REMOTE_ADDR="192.0.2.1") == 302


def test_an_ipv6_subscriber_is_one_address(client, ada):
    for number in range(10):
        guess(client, username=f"somebody{number}", REMOTE_ADDR=f"2001:db8::{number}")

    assert guess(client, username="another", REMOTE_ADDR="2001:db8::ffff") == 429
    assert guess(client, username="another", REMOTE_ADDR="2001:db8:0:1::1") == 422


def test_one_businesss_lock_is_no_lock_at_another(client, ada, gus):
    for _ in range(11):
        guess(client)

    assert guess(client, username="gus", password=PASSWORD, host=GLOBEX) == 302


def test_a_spray_over_many_businesses_is_stopped_by_its_address(client, ada, gus, monkeypatch):
    monkeypatch.setattr(guesses, "PER_ADDRESS_ANYWHERE", 4)
    for host in (ACME, GLOBEX) * 2:
        guess(client, host=host)

    assert guess(client, host=GLOBEX) == 429


def test_a_lock_ends_after_a_quarter_of_an_hour_however_often_it_was_tried(client, acme, ada):
    for _ in range(30):
        guess(client)
    later = timedelta(minutes=15, seconds=1)
    with business_scope(acme):
        assert WrongGuess.objects.count() == 20  # ten for the account, ten for the address: refused tries do not count
        WrongGuess.objects.update(at=F("at") - later)
    AddressGuess.objects.update(at=F("at") - later)

    assert guess(client, password=PASSWORD) == 302


def test_what_no_longer_counts_is_swept_out(client, acme, ada):
    guess(client)
    with business_scope(acme):
        WrongGuess.objects.update(at=F("at") - timedelta(hours=1))
    AddressGuess.objects.update(at=F("at") - timedelta(hours=1))

    guess(client, username="eve")

    with business_scope(acme):
        assert WrongGuess.objects.count() == 2
    assert AddressGuess.objects.count() == 1


def test_a_right_password_is_no_guess_and_clears_its_account_but_not_the_address(client, acme, ada):
    for _ in range(9):
        guess(client)

    assert guess(client, password=PASSWORD) == 302
    with business_scope(acme):
        keys = set(WrongGuess.objects.values_list("key", flat=True))
        assert WrongGuess.objects.count() == 9
    assert keys == {"sign-in:address:127.0.0.1"}


def test_a_new_password_from_the_team_opens_a_locked_account(client, acme, ada):
    for number in range(10):
        guess(client, REMOTE_ADDR=f"192.0.2.{number}")
    with business_scope(acme):
        password = set_temporary_password(ada)

    assert guess(client, password=password, REMOTE_ADDR="192.0.2.99") == 302


def test_what_is_typed_as_a_name_is_not_kept(client, acme):
    guess(client, username="my secret password")

    with business_scope(acme):
        assert "secret" not in " ".join(WrongGuess.objects.values_list("key", flat=True))


def test_guesses_at_the_same_moment_do_not_slip_past(committed):
    with business_scope(committed):
        user = member("ada", "Ada", "owner")
    answers: list[str] = []

    def one() -> None:
        try:
            with business_scope(committed):
                guesses.begin(action="sign-in", user=user, typed="ada", visitor=Visitor("192.0.2.1"))
            answers.append("looked at")
        except TooMany:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    AddressGuess.objects.all().delete()
    assert len(answers) == 16
    assert answers.count("looked at") <= 10


@pytest.mark.parametrize("address", [None, "192.0.2.1"])
def test_a_connection_without_an_address_is_counted_too(in_acme, address):
    for number in range(10):
        guesses.begin(action="sign-in", user=None, typed=f"n{number}", visitor=Visitor(address))

    with pytest.raises(TooMany):
        guesses.begin(action="sign-in", user=None, typed="another", visitor=Visitor(address))
