import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, transaction

from tenants.kernel import clock
from tenants.kernel.jobs import queue, runner, scheduler
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import MAX_ATTEMPTS, RetryLater, handlers, perform, run_due
from tenants.kernel.jobs.tasks import GuardedTask, platform_task, tenant_task
from tenants.kernel.scope import business_scope, current_business

ran: list[tuple[int | None, dict]] = []


@tenant_task("tests.note")
def note(**kwargs) -> None:
    business = current_business()
    ran.append((business.id if business else None, kwargs))
    if kwargs.get("fails"):
        raise RetryLater("not yet")


@platform_task("tests.repeat", every=timedelta(minutes=5))
def repeat() -> None:
    ran.append((None, {}))


def _listen(monkeypatch) -> list[tuple]:
    told: list[tuple] = []
    monkeypatch.setattr(scheduler, "wake", lambda *args: told.append(args) or True)
    return told


@pytest.fixture(autouse=True)
def _forget():
    """What has been done; and hold the clock, or failed work might come due again while it is looked at."""
    ran.clear()
    with clock.held_at(clock.now()):
        yield


def test_work_is_done_in_the_business_that_asked_for_it(acme, globex):
    with business_scope(acme):
        queue.enqueue("tests.note", contact_id=7)
    with business_scope(globex):
        run_due()

    assert ran == [(acme.id, {"contact_id": 7})]
    assert not DueWork.objects.filter(name="tests.note").exists()


def test_a_worker_needs_no_open_transaction(committed, monkeypatch):
    monkeypatch.setattr(queue, "wake", lambda *_args: True)
    with business_scope(committed):
        queue.enqueue("tests.note", contact_id=7)

    run_due()

    assert (committed.id, {"contact_id": 7}) in ran


def test_work_of_an_aborted_transaction_is_never_done(acme):
    with business_scope(acme), transaction.atomic():
        queue.enqueue("tests.note")
        transaction.set_rollback(True)

    run_due()

    assert ran == []


def test_the_same_key_waits_once_for_each_business(acme, globex):
    for business in (acme, acme, globex):
        with business_scope(business):
            queue.enqueue("tests.note", key="nightly")

    run_due()

    assert sorted(business for business, _ in ran) == sorted([acme.id, globex.id])


@pytest.mark.parametrize("key", [None, "one"])
def test_a_worker_is_told_at_once_of_what_is_to_be_done_at_once(
    acme, monkeypatch, django_capture_on_commit_callbacks, key
):
    told = []
    monkeypatch.setattr(queue, "wake", lambda *args: told.append(args))
    with django_capture_on_commit_callbacks(execute=True), business_scope(acme):
        queue.enqueue("tests.note", key=key)

    assert told == [(DueWork.objects.get().pk, acme.id, "tests.note")]


def test_work_for_later_waits_for_its_time(acme):
    with business_scope(acme):
        queue.enqueue("tests.note", due_at=clock.now() + timedelta(hours=1))

    assert run_due() == 0


def test_failed_work_is_tried_again_later_and_keeps_its_error(acme):
    with business_scope(acme):
        queue.enqueue("tests.note", fails=True)

    run_due()

    work = DueWork.objects.get(name="tests.note")
    assert (work.attempts, work.state, work.error) == (1, "waiting", "RetryLater: not yet")
    assert timedelta(seconds=4) < work.due_at - clock.now() < timedelta(seconds=7)


def test_after_the_last_try_work_lies_with_the_dead_letters(acme):
    with business_scope(acme):
        queue.enqueue("tests.note", fails=True)
    work = DueWork.objects.get(name="tests.note")
    DueWork.objects.update(attempts=MAX_ATTEMPTS - 1)

    perform(work.pk)

    work.refresh_from_db()
    assert work.state == "dead"
    assert perform(work.pk) is False


def test_leased_work_is_left_to_whoever_holds_it_until_the_lease_ends(acme):
    with business_scope(acme):
        queue.enqueue("tests.note")
    DueWork.objects.update(leased_until=clock.now() + runner.LEASE)

    assert run_due() == 0

    DueWork.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert run_due() == 1


def test_work_for_a_business_that_is_gone_runs_nothing(db):
    DueWork.objects.create(business_id=999_999, name="tests.note", due_at=clock.now())

    run_due()

    assert ran == []
    assert "no business 999999" in DueWork.objects.get(name="tests.note").error


def test_business_work_without_a_business_runs_nothing(db):
    DueWork.objects.create(business_id=None, name="tests.note", due_at=clock.now())

    run_due()

    assert ran == []
    assert "needs a business" in DueWork.objects.get(name="tests.note").error


def test_repeating_work_is_planted_once_and_comes_again(db):
    scheduler.plant_repeating_work()
    scheduler.plant_repeating_work()
    (work,) = DueWork.objects.filter(name="tests.repeat")

    perform(work.pk)

    work.refresh_from_db()
    assert timedelta(minutes=4) < work.due_at - clock.now() < timedelta(minutes=6)
    assert len(ran) == 1


def test_a_tick_tells_each_worker_once(acme, monkeypatch):
    told = _listen(monkeypatch)
    with business_scope(acme):
        queue.enqueue("tests.note", due_at=clock.now() - timedelta(seconds=1))
    DueWork.objects.update(woken_until=None)

    scheduler.tick()
    scheduler.tick()

    assert [name for _id, _business, name in told] == ["tests.note"]


def test_businesses_take_turns(acme, globex, monkeypatch):
    told = _listen(monkeypatch)
    for business, count in ((acme, 3), (globex, 1)):
        with business_scope(business):
            for _ in range(count):
                queue.enqueue("tests.note", due_at=clock.now() - timedelta(seconds=1))
    DueWork.objects.update(woken_until=None)

    scheduler.tick()

    assert [business for _id, business, _name in told][:2] in ([acme.id, globex.id], [globex.id, acme.id])


def test_a_silent_broker_is_no_error_and_the_work_stays(
    acme, settings, django_capture_on_commit_callbacks, monkeypatch
):
    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(queue.current_app, "send_task", refuse)
    monkeypatch.setattr(queue._Broker, "silent_until", 0.0)
    with django_capture_on_commit_callbacks(execute=True), business_scope(acme):
        queue.enqueue("tests.note")

    assert run_due() == 1


@pytest.mark.parametrize("headers", [{}, {"work": None, "business": None}, {"work": "1; DROP", "business": 1}])
def test_a_message_that_names_no_work_is_buried(db, headers):
    fault = GuardedTask()._fault(headers.get("work"), headers.get("business"))

    assert fault == "The message names no work."


def test_a_message_for_another_business_is_refused(acme, globex):
    with business_scope(acme):
        queue.enqueue("tests.note")
    work = DueWork.objects.get(name="tests.note")
    task = GuardedTask()
    task.name = "tests.note"

    assert "different businesses" in task._fault(work.pk, globex.id)
    assert task._fault(work.pk, acme.id) == ""


@pytest.mark.parametrize("headers", [{}, {"work": 1, "business": 10**6}, {"work": "1", "business": None}])
def test_a_message_that_is_not_its_works_runs_nothing_and_lies_with_the_dead_letters(acme, headers):
    with business_scope(acme):
        queue.enqueue("tests.note")
    named = headers | ({"work": DueWork.objects.get().pk} if headers.get("work") == 1 else {})

    current_app.tasks["tests.note"].apply(headers=named)

    assert ran == []
    assert list(DueWork.objects.order_by("pk").values_list("state", "attempts")) == [("waiting", 0), ("dead", 0)]


def test_a_message_that_is_its_works_runs_it_inside_its_business(acme):
    with business_scope(acme):
        queue.enqueue("tests.note")

    current_app.tasks["tests.note"].apply(headers={"work": DueWork.objects.get().pk, "business": acme.id})

    assert ran == [(acme.id, {})]
    assert not DueWork.objects.exists()


def test_of_two_schedulers_at_once_one_tells(committed, monkeypatch):
    """One has read its list; before it tells anybody, the other reads the same and tells."""
    told = _listen(monkeypatch)
    with business_scope(committed):
        queue.enqueue("tests.note", due_at=clock.now() - timedelta(seconds=1))
    DueWork.objects.filter(business_id=committed.id).update(woken_until=None)
    read = scheduler.sorted_by_turn

    def overtaken(rows):
        found = read(rows)
        monkeypatch.setattr(scheduler, "sorted_by_turn", read)
        other = threading.Thread(target=lambda: (scheduler.tick(), connection.close()))
        other.start()
        other.join()
        return found

    monkeypatch.setattr(scheduler, "sorted_by_turn", overtaken)
    scheduler.tick()

    assert [business for _id, business, _name in told].count(committed.id) == 1


def test_every_handler_names_its_app():
    assert all("." in name for name in handlers)
