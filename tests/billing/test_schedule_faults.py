"""The books of recurring services are proved by queries; each is shown to notice the error that it is there for."""

from datetime import date

import pytest
from django.db import connection

from billing.selectors.faults import faults
from billing.selectors.faults_schedules import CHECKS
from tests.billing.books import assert_books_add_up
from tests.billing.schedule_world import live_until, started

PLANTED = {
    "schedule_runs": "UPDATE billing_schedule_run SET amount_minor = amount_minor + 1 WHERE period_on = '2027-02-28'",
    "schedule_prices": "UPDATE billing_schedule_price SET unit_price_minor = unit_price_minor + 1",
    "schedule_twice": """ALTER TABLE billing_schedule_run DROP CONSTRAINT billing_schedule_run_once;
        UPDATE billing_schedule_run SET period_on = '2027-01-31'""",
    "schedule_bounds": "UPDATE billing_schedule SET trial_until = '2027-02-01'",
    "schedule_limit": "UPDATE billing_schedule SET runs_limit = 2",
    "schedule_periods": "UPDATE billing_schedule SET next_on = next_on + 1",
}


@pytest.fixture
def running(cleo):
    schedule = started(cleo)
    live_until(date(2027, 3, 31))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return schedule


def test_what_runs_by_the_rules_adds_up(running):
    assert_books_add_up()


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_notices_its_error(name, running):
    with connection.cursor() as cursor:
        cursor.execute(PLANTED[name])

    assert name in {fault for fault, _sentence in faults()}
