"""``Idempotency-Key``: sent twice, done once, answered alike; also when both arrive in the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from billing.models import Payment
from crm.models import Contact
from emails.models import Message
from tenants.accounts.models import User
from tenants.api.errors import StillRunning
from tenants.api.models import StoredAnswer
from tenants.api.services import answers
from tenants.api.services.answers import Answer, answer_once, forget_answers
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
from tests.api.conftest import GLOBEX, Program, new_contact, secret_of
from tests.patience import PATIENCE, eventually, somebody_waits

KEY = "order-4711"
MONEY = {"amount": {"amount_minor": 500, "currency": "EUR"}, "method": "cash", "send_receipt": False}


def test_what_is_sent_twice_is_done_once_and_answered_alike(acme, program):
    first = program.post("contacts/", new_contact(), idempotency_key=KEY)
    again = program.post("contacts/", new_contact(), idempotency_key=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    with business_scope(acme):
        assert (Contact.objects.count(), Message.objects.count()) == (1, 1)


def test_money_sent_twice_is_recorded_once(acme, cleo, program):
    path = f"contacts/{cleo.customer.contact_id}/payments/"

    answers_given = [program.post(path, MONEY, idempotency_key=KEY).json()["receipt"] for _time in range(3)]

    assert answers_given == ["R-00001"] * 3
    with business_scope(acme):
        assert Payment.objects.count() == 1


def test_another_request_under_the_same_key_is_refused_and_does_nothing(acme, program):
    program.post("contacts/", new_contact(), idempotency_key=KEY)

    other_body = program.post("contacts/", new_contact(username="other"), idempotency_key=KEY)
    other_place = program.post("products/", new_contact(), idempotency_key=KEY)

    for answer in (other_body, other_place):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    with business_scope(acme):
        assert User.objects.filter(kind="customer").count() == 1


def test_a_refusal_is_not_remembered(acme, cleo, program):
    taken = program.post("contacts/", new_contact(username="cleo"), idempotency_key=KEY)
    put_right = program.post("contacts/", new_contact(), idempotency_key=KEY)

    assert (taken.status_code, put_right.status_code) == (409, 201)


def test_a_key_is_its_callers_own(acme, globex, ada, gus, program):
    other, stranger = Program(secret_of(ada)), Program(secret_of(gus), GLOBEX)

    made = [each.post("contacts/", new_contact(), idempotency_key=KEY) for each in (program, other, stranger)]

    assert [answer.status_code for answer in made] == [201, 409, 201]
    assert [answer.has_header("Idempotent-Replayed") for answer in made] == [False, False, False]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "caf\u00e9"])
def test_what_is_no_key_is_refused(acme, program, key):
    answer = program.post("contacts/", new_contact(), idempotency_key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_refused")
    with business_scope(acme):
        assert not Contact.objects.exists()


def test_no_password_is_kept_with_the_answer_and_the_fingerprint_cannot_be_guessed(acme, program, settings):
    program.post("contacts/", new_contact(), idempotency_key=KEY)

    with business_scope(acme):
        row = StoredAnswer.objects.values().get()
        assert "amber-kettle" not in str(row)
        settings.SECRET_KEY = "x" * 50
        with pytest.raises(answers.KeyReused):
            answer_once(caller=row["caller"], key=KEY, request=b"", do=lambda: Answer(200, {}))


def test_after_a_day_it_is_forgotten(acme, program):
    program.post("contacts/", new_contact(), idempotency_key=KEY)
    work = DueWork.objects.get(name="api.forget_answers")

    with clock.held_at(clock.now() + timedelta(hours=24, seconds=1)), business_scope(acme):
        assert work.due_at <= clock.now()
        assert program.post("contacts/", new_contact(), idempotency_key=KEY).status_code == 409  # really asked
        forget_answers()
        assert not StoredAnswer.objects.exists()


def test_while_younger_answers_are_left_forgetting_comes_back_for_them(acme, program):
    program.post("contacts/", new_contact(), idempotency_key=KEY)
    DueWork.objects.all().delete()

    with business_scope(acme):
        forget_answers()
        left = StoredAnswer.objects.get()

    assert DueWork.objects.get(name="api.forget_answers").due_at == left.created_at + answers.KEPT


class Race:
    """Two requests with one key at once: the first is held inside what it does until the second has come."""

    def __init__(self, business) -> None:
        self.business, self.done, self.told = business, [], {}
        self.inside, self.go_on = threading.Event(), threading.Event()

    def first(self) -> None:
        def slow() -> Answer:
            self.inside.set()
            assert self.go_on.wait(PATIENCE)
            self.done.append("first")
            return Answer(201, {"by": "first"})

        self._ask("first", slow)

    def second(self) -> None:
        def quick() -> Answer:
            self.done.append("second")
            return Answer(201, {"by": "second"})

        self._ask("second", quick)

    def _ask(self, name, do) -> None:
        try:
            with business_scope(self.business):
                self.told[name] = answer_once(caller="key:1", key=KEY, request=b"same", do=do)
        except StillRunning as refusal:
            self.told[name] = refusal
        finally:
            connections.close_all()


@pytest.fixture
def race(committed) -> Race:
    return Race(committed)


def test_of_two_at_once_one_does_it_and_the_other_waits_for_its_answer(race, monkeypatch):
    monkeypatch.setattr(answers, "PATIENCE_MS", PATIENCE * 1000)
    threads = [threading.Thread(target=race.first), threading.Thread(target=race.second)]
    threads[0].start()
    assert race.inside.wait(PATIENCE)
    threads[1].start()
    eventually(somebody_waits)
    race.go_on.set()
    for thread in threads:
        thread.join()

    assert race.done == ["first"]
    assert race.told["second"] == Answer(201, {"by": "first"}, is_replayed=True)


def test_who_waited_too_long_is_told_to_come_back(race, monkeypatch):
    monkeypatch.setattr(answers, "PATIENCE_MS", 50)
    thread = threading.Thread(target=race.first)
    thread.start()
    assert race.inside.wait(PATIENCE)

    race.second()
    race.go_on.set()
    thread.join()

    assert race.done == ["first"]
    assert isinstance(race.told["second"], StillRunning)
