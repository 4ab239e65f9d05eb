"""Known and unknown people are answered alike: status, size, and what the answer costs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.accounts.models import User
from tenants.accounts.services import guesses
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
from tests.accounts.hashes import CountingHasher
from tests.cast import PASSWORD
from tests.plain import plain

ACME = "acme.localhost:8000"
ASKED = ["/sign-in/", "/forgotten/", "/sign-in-link/"]
KNOWN, UNKNOWN = "cleo", "nemo"  # as long as each other: the page repeats what was typed
States = dict[str, Callable[[User], None]]


def suspend(user: User) -> None:
    User.objects.filter(pk=user.pk).update(suspended_at=timezone.now())


def take_password(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])


STATES: States = {"as ever": lambda _user: None, "suspended": suspend, "without a password": take_password}


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.hashes.CountingHasher"]


def ask(address: str, username: str) -> tuple[HttpResponse, int]:
    """Return the answer and how many hashes it took."""
    before = CountingHasher.made
    answer = Client(HTTP_HOST=ACME).post(address, {"username": username, "password": "not the password"})
    return answer, CountingHasher.made - before


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("state", STATES)
def test_an_answer_tells_nothing_of_whether_somebody_is_known(acme, cleo, address, state):
    with business_scope(acme):
        STATES[state](cleo)

    known, known_cost = ask(address, KNOWN)
    unknown, unknown_cost = ask(address, UNKNOWN)

    assert known.status_code == unknown.status_code
    assert plain(known).replace(KNOWN, UNKNOWN) == plain(unknown)
    assert known_cost == unknown_cost == (1 if address == "/sign-in/" else 0)


@pytest.mark.parametrize("address", ASKED)
def test_what_is_written_for_somebody_unknown_is_as_much_as_for_somebody_known(acme, cleo, address):
    ask(address, "nobody")  # the first request also reads who lives at the address
    queries = []
    for username in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as seen:
            ask(address, username)
        queries.append([query["sql"].split()[0] for query in seen])
    works = DueWork.objects.values_list("name", flat=True)

    assert queries[0] == queries[1]
    assert len(works) == (0 if address == "/sign-in/" else 3)


@pytest.mark.parametrize("address", ["/forgotten/", "/sign-in-link/"])
@pytest.mark.parametrize("username", [KNOWN, UNKNOWN])
def test_asking_too_often_is_refused_whoever_is_asked_for(cleo, address, username):
    answers = [ask(address, username)[0].status_code for _ in range(guesses.PER_ACCOUNT + 1)]

    assert answers == [200] * guesses.PER_ACCOUNT + [429]


def test_a_right_password_is_one_hash_too(acme, cleo):
    before = CountingHasher.made

    answer = Client(HTTP_HOST=ACME).post("/sign-in/", {"username": KNOWN, "password": PASSWORD})

    assert (answer.status_code, CountingHasher.made - before) == (302, 1)
