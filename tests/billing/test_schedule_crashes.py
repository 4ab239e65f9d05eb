"""Whatever stops or comes twice: a period has one charge, and the books add up."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from billing.models import Charge, ScheduleRun
from billing.services.schedule_runs import catch_up
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.schedule_world import day, days, started

UNTIL = date(2027, 6, 30)
MONTHS = ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"]


def test_a_worker_that_dies_between_the_charge_and_its_row_leaves_neither(cleo, monkeypatch):
    schedule = started(cleo)

    def dies(**_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ScheduleRun.objects, "create", dies)
        with day(UNTIL), pytest.raises(KeyboardInterrupt):
            catch_up(schedule.pk)
    assert (days(schedule), Charge.objects.count()) == (MONTHS[:1], 1)

    with day(UNTIL):
        catch_up(schedule.pk)
    assert (days(schedule), Charge.objects.count()) == (MONTHS, 6)
    books.assert_books_add_up()


def test_the_database_itself_refuses_a_second_charge_for_a_period(cleo):
    schedule = started(cleo)
    again = books.charge(cleo, 1000, "Bread")
    with pytest.raises(IntegrityError, match="billing_schedule_run_once"), transaction.atomic():
        ScheduleRun.objects.create(schedule=schedule, period_on=schedule.starts_on, charge=again, amount_minor=1000)

    assert days(schedule) == MONTHS[:1]


def test_eight_workers_at_once_charge_each_period_once(committed):
    with business_scope(committed):
        schedule = started(books.contact())
    errors: list[BaseException] = []
    begin = threading.Barrier(8)

    def work() -> None:
        try:
            begin.wait()
            with business_scope(committed), day(UNTIL):
                catch_up(schedule.pk)
        except BaseException as error:  # noqa: BLE001 told in the main thread
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with business_scope(committed):
        assert (errors, days(schedule), Charge.objects.count()) == ([], MONTHS, 6)
        books.assert_books_add_up()
