"""Pausing, skipping, pricing anew and ending: what comes of it is charged, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from billing.errors.schedules import (
    NotToCome,
    ScheduleEnded,
    SchedulePaused,
    TooLateForThat,
)
from billing.models import SchedulePrice
from billing.schedule_plan import Plan, Terms
from billing.selectors.schedules import monthly_value, plan_of, upcoming
from billing.services.schedule_changes import (
    NewPrice,
    change_price,
    keep_price,
    pause_schedule,
    resume_schedule,
    skip_period,
    unskip_period,
)
from billing.services.schedule_ends import cancel_service, end_schedule, keep_schedule, take_back_cancellation
from emails.models import Message
from tenants.activity.models import Activity
from tenants.kernel.money import CurrencyMismatch, Money
from tests.billing.autopay_world import person_of
from tests.billing.books import assert_books_add_up, money
from tests.billing.schedule_world import START, day, days, live_until, rhythm, runs, started

FEBRUARY, MARCH, APRIL = date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)


def verbs(contact) -> list[str]:
    found = Activity.objects.filter(contact_id=contact.pk, verb__startswith="schedule.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_what_begins_during_a_pause_is_never_charged(cleo):
    schedule = started(cleo)
    with day(date(2027, 2, 20)):
        pause_schedule(schedule_id=schedule.pk, reason="A holiday")
    live_until(date(2027, 4, 10))
    with day(date(2027, 4, 10)):
        resumed = resume_schedule(schedule_id=schedule.pk)
    assert (resumed.state, resumed.next_on, resumed.state_reason) == ("active", APRIL, "")

    live_until(date(2027, 5, 31))
    assert days(schedule) == ["2027-01-31", "2027-04-30", "2027-05-31"]
    assert verbs(cleo) == ["schedule.started", "schedule.paused", "schedule.resumed"]


def test_what_had_begun_before_a_pause_is_charged_and_what_begins_on_the_day_of_its_end_too(cleo):
    schedule = started(cleo)
    with day(MARCH):
        pause_schedule(schedule_id=schedule.pk)
    assert days(schedule) == ["2027-01-31", "2027-02-28", "2027-03-31"]

    with day(date(2027, 5, 31)):
        resume_schedule(schedule_id=schedule.pk)
        resume_schedule(schedule_id=schedule.pk)
    assert days(schedule) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-05-31"]
    assert_books_add_up()


def test_a_skipped_period_is_left_out_and_can_be_had_back_as_long_as_it_is_to_come(cleo):
    schedule = started(cleo)
    with day(date(2027, 2, 1)):
        for period_on in (FEBRUARY, MARCH, MARCH):
            skip_period(schedule_id=schedule.pk, period_on=period_on)
        with pytest.raises(NotToCome):
            skip_period(schedule_id=schedule.pk, period_on=date(2027, 2, 27))
        assert unskip_period(schedule_id=schedule.pk, period_on=MARCH).next_on == MARCH
    live_until(APRIL)

    assert days(schedule) == ["2027-01-31", "2027-03-31", "2027-04-30"]
    with day(APRIL), pytest.raises(TooLateForThat):
        unskip_period(schedule_id=schedule.pk, period_on=FEBRUARY)
    assert days(schedule) == ["2027-01-31", "2027-03-31", "2027-04-30"]
    assert_books_add_up()


def test_a_new_price_counts_from_its_day_and_the_customer_is_told_once(cleo):
    schedule = started(cleo)
    price = NewPrice(unit_price=money(1500), quantity=Decimal(2), from_on=MARCH)
    with day(date(2027, 2, 1)):
        change_price(schedule_id=schedule.pk, price=price, by_name="Ada Lindqvist")
        ahead = [(run.day, run.amount.minor) for run in plan_of(schedule).ahead(date(2027, 2, 1))]
    live_until(MARCH)

    assert ahead == [(FEBRUARY, 1000), (MARCH, 3000), (APRIL, 3000)]
    assert runs(schedule) == [("2027-01-31", 1000), ("2027-02-28", 1000), ("2027-03-31", 3000)]
    letter = Message.objects.get(kind="schedule_price")
    assert letter.to == "cleo@example.com"
    assert {name: letter.context[name] for name in ("what", "old", "new", "day")} == {
        "what": "Bread", "old": "€10.00", "new": "€30.00", "day": "31 March 2027"
    }  # fmt: skip
    assert_books_add_up()


def test_a_price_that_does_not_come_is_taken_back_and_said(cleo):
    schedule = started(cleo)
    with day(date(2027, 2, 1)):
        change_price(schedule_id=schedule.pk, price=NewPrice(unit_price=money(1500), from_on=MARCH))
        for _twice in range(2):
            keep_price(schedule_id=schedule.pk)
    live_until(MARCH)

    assert runs(schedule)[-1] == ("2027-03-31", 1000)
    assert Message.objects.filter(kind="schedule_price_kept").count() == 1


@pytest.mark.parametrize("from_on", [date(2027, 2, 27), date(2027, 2, 28)])
def test_what_has_been_charged_gets_no_other_price(cleo, from_on):
    schedule = started(cleo)
    live_until(FEBRUARY)

    with day(FEBRUARY), pytest.raises(TooLateForThat):
        change_price(schedule_id=schedule.pk, price=NewPrice(unit_price=money(1500), from_on=from_on))
    with day(FEBRUARY), pytest.raises(CurrencyMismatch):
        change_price(schedule_id=schedule.pk, price=NewPrice(unit_price=Money(1500, "USD"), from_on=MARCH))
    assert SchedulePrice.objects.count() == 1


def test_an_end_now_charges_nothing_more_and_the_customer_is_told(cleo):
    schedule = started(cleo)
    with day(date(2027, 2, 10)):
        ended = end_schedule(schedule_id=schedule.pk, reason="You moved away")
    live_until(APRIL)

    assert (ended.state, ended.ends_on, ended.next_on) == ("ended", date(2027, 2, 10), None)
    assert days(schedule) == ["2027-01-31"]
    assert Message.objects.get(kind="schedule_ended").context["why"] == "You moved away"
    for change in (pause_schedule, resume_schedule, keep_schedule, end_schedule):
        with day(APRIL), pytest.raises(ScheduleEnded):
            change(schedule_id=schedule.pk)
    assert verbs(cleo) == ["schedule.started", "schedule.ended"]


def test_an_end_on_a_day_is_taken_back_as_long_as_it_is_to_come(cleo):
    schedule = started(cleo, ends_on=date(2027, 12, 31))
    with day(date(2027, 2, 10)):
        end_schedule(schedule_id=schedule.pk, on=MARCH)
        assert keep_schedule(schedule_id=schedule.pk).ends_on == date(2027, 12, 31)
        end_schedule(schedule_id=schedule.pk, on=date(2027, 4, 29))
        with pytest.raises(TooLateForThat):
            end_schedule(schedule_id=schedule.pk, on=date(2027, 2, 9))
    live_until(date(2027, 6, 1))
    schedule.refresh_from_db()

    assert days(schedule) == ["2027-01-31", "2027-02-28", "2027-03-31"]
    assert (schedule.state, schedule.ends_on) == ("ended", date(2027, 4, 29))
    assert verbs(cleo)[1:] == ["schedule.ending", "schedule.kept", "schedule.ending", "schedule.ended"]


def test_a_customer_takes_back_their_own_end_and_not_the_teams(cleo):
    schedule = started(cleo, may_cancel=True)
    with day(date(2027, 2, 10)):
        cancel_service(contact_id=cleo.pk, schedule_id=schedule.pk, by=person_of(cleo))
        end_schedule(schedule_id=schedule.pk, on=date(2027, 2, 12))
        take_back_cancellation(contact_id=cleo.pk, schedule_id=schedule.pk)
    schedule.refresh_from_db()

    assert (schedule.state, schedule.ends_on) == ("active", date(2027, 2, 12))


def test_a_paused_schedule_ends_with_its_last_day_as_well(cleo):
    schedule = started(cleo, ends_on=MARCH)
    with day(date(2027, 2, 1)):
        pause_schedule(schedule_id=schedule.pk)
        with pytest.raises(SchedulePaused):
            skip_period(schedule_id=schedule.pk, period_on=FEBRUARY)
    live_until(APRIL)
    schedule.refresh_from_db()

    assert (schedule.state, days(schedule)) == ("ended", ["2027-01-31"])


def test_the_forecast_knows_every_run_up_to_a_day_and_what_a_month_is_worth(cleo, carl):
    monthly, weekly = started(cleo), started(carl, 1200, unit="week")
    paused = started(carl, 7700)
    with day(START):
        pause_schedule(schedule_id=paused.pk)
        ahead = [(run.contact_id, run.day.isoformat(), run.amount.minor) for run in upcoming(FEBRUARY)]
        value = monthly_value()

    assert ahead == [
        (carl.pk, "2027-02-07", 1200),
        (carl.pk, "2027-02-14", 1200),
        (carl.pk, "2027-02-21", 1200),
        (cleo.pk, "2027-02-28", 1000),
        (carl.pk, "2027-02-28", 1200),
    ]
    assert [run.schedule_id for run in upcoming(FEBRUARY, [cleo.pk])] == [monthly.pk]
    assert value == {"EUR": money(1000 + 5200)}
    assert weekly.next_on == date(2027, 2, 7)


@pytest.mark.parametrize(("count", "unit", "a_month"), [(2, "week", 2600), (3, "month", 400), (1, "year", 100)])
def test_what_a_month_is_worth_follows_the_interval(count, unit, a_month):
    plan = _plan(count, unit)

    assert plan.a_month(START).minor == a_month


def _plan(count: int, unit: str) -> Plan:
    terms = Terms(since=START, unit_price=Money(1200, "EUR"))
    return Plan(rhythm=rhythm(START, count, unit), terms=(terms,))
