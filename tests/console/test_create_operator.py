from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tenants.console.models import Operator, PlatformActivity
from tests.console.people import at_the_console


def run(*words: str) -> str:
    said = StringIO()
    call_command("create_operator", *words, stdout=said)
    return said.getvalue()


def test_the_command_prints_a_one_time_password_that_leads_to_the_set_up(db, caplog):
    said = run("olga", "--name", "Olga Berg")

    password = next(line.split()[-1] for line in said.splitlines() if "one-time password" in line)
    assert "http://console.localhost" in said
    answer = at_the_console().post("/sign-in/", {"username": "Olga", "password": password})
    assert answer["Location"] == "/two-factor/"
    operator = Operator.objects.get()
    assert operator.must_change_password
    assert operator.password.startswith("argon2$argon2id$")
    facts = PlatformActivity.objects.get(verb="operator.created").facts
    assert password not in str(facts) + caplog.text + operator.password
    assert facts == {"username": "olga", "name": "Olga Berg"}


def test_a_name_is_taken_once_in_whatever_case(db):
    run("olga")

    with pytest.raises(CommandError, match="There is an operator called “OLGA” already"):
        run("OLGA")

    assert Operator.objects.count() == 1
