"""Starting, running, pausing, skipping and pricing: each period is charged once, on its own day."""

import uuid
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing.errors import AmountNotPositive
from billing.errors.schedules import (
    ContactArchived,
    EndsBeforeItStarts,
    StartsInThePast,
)
from billing.models import Charge, LedgerEntry, Product, Schedule, ScheduleRun
from billing.selectors.accounts import open_items
from billing.selectors.schedules import upcoming
from billing.services.charges import void_charge
from billing.services.products import archive_product
from billing.services.schedule_changes import (
    resume_schedule,
)
from billing.services.schedule_runs import catch_up
from billing.services.schedules import ScheduleText, change_schedule, start_schedule
from crm.services.contacts import archive_contact
from tenants.activity.models import Activity
from tenants.kernel.jobs.models import DueWork
from tests.billing.books import assert_books_add_up
from tests.billing.schedule_world import START, day, days, draft, live_until, runs, started

FEBRUARY, MARCH, APRIL = date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)


def verbs(contact) -> list[str]:
    found = Activity.objects.filter(contact_id=contact.pk, verb__startswith="schedule.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_what_begins_today_is_charged_at_once_and_then_each_period_on_its_own_day(cleo, ada):
    schedule = started(cleo, tax_rate=Decimal(6), reason="As agreed", added_by=ada)

    assert runs(schedule) == [("2027-01-31", 1060)]
    assert schedule.next_on == FEBRUARY

    live_until(APRIL)
    assert runs(schedule) == [("2027-01-31", 1060), ("2027-02-28", 1060), ("2027-03-31", 1060), ("2027-04-30", 1060)]
    charge = Charge.objects.get(run__period_on=FEBRUARY)
    assert charge.reason == "28 February 2027 – 30 March 2027 · As agreed"  # noqa: RUF001
    assert (charge.due_on, charge.entries.get().effective_on) == (FEBRUARY, FEBRUARY)
    assert verbs(cleo) == ["schedule.started"]
    assert_books_add_up()


def test_nothing_is_charged_before_the_day_begins_where_the_business_is(cleo):
    schedule = started(cleo, starts_on=date(2027, 3, 28), unit="week")

    with day(date(2027, 4, 3), time(23, 59)):
        assert catch_up(schedule.pk) == 0
    with day(date(2027, 4, 4), time(0, 1)):
        assert catch_up(schedule.pk) == 1
        assert catch_up(schedule.pk) == 0


def test_missed_periods_are_caught_up_each_with_its_day_and_due_no_earlier_than_anybody_saw_them(cleo):
    schedule = started(cleo, due_days=10)

    with day(date(2027, 5, 2)):
        assert catch_up(schedule.pk) == 3

    assert days(schedule) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    entries = LedgerEntry.objects.order_by("pk").values_list("effective_on", "due_on")
    seen_on = date(2027, 5, 2)
    assert list(entries) == [
        (START, date(2027, 2, 10)),
        (FEBRUARY, seen_on),
        (MARCH, seen_on),
        (APRIL, date(2027, 5, 10)),
    ]
    assert_books_add_up()


def test_the_database_holds_one_run_of_a_period_and_one_for_a_charge(cleo):
    schedule = started(cleo)
    run = ScheduleRun.objects.get()

    for period_on, charge in [(START, Charge.objects.create(**_copy(run.charge))), (FEBRUARY, run.charge)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            ScheduleRun.objects.create(schedule=schedule, period_on=period_on, charge=charge, amount_minor=1)

    assert days(schedule) == ["2027-01-31"]


def _copy(charge: Charge) -> dict[str, object]:
    names = [field.attname for field in Charge._meta.concrete_fields if field.attname not in {"id", "request_key"}]
    return {name: getattr(charge, name) for name in names}


def test_a_form_sent_twice_starts_one_schedule(cleo):
    key = uuid.uuid4()

    assert started(cleo, request_key=key).pk == started(cleo, request_key=key).pk
    assert ScheduleRun.objects.count() == Schedule.objects.count() == 1


def test_a_charge_that_was_voided_is_not_made_again(cleo):
    schedule = started(cleo)
    void_charge(charge_id=Charge.objects.get().pk, reason="A holiday")
    with day(date(2027, 2, 1)):
        catch_up(schedule.pk)

    assert days(schedule) == ["2027-01-31"]
    assert_books_add_up()


def test_periods_of_a_trial_are_free_and_do_not_use_up_the_number_of_charges(cleo):
    schedule = started(cleo, trial_until=FEBRUARY, runs_limit=2)
    live_until(date(2027, 8, 1))
    schedule.refresh_from_db()

    assert days(schedule) == ["2027-03-31", "2027-04-30"]
    assert (schedule.state, schedule.ends_on) == ("ended", date(2027, 5, 30))
    assert verbs(cleo) == ["schedule.started", "schedule.ended"]
    assert_books_add_up()


def test_a_contact_who_is_archived_is_not_charged_until_somebody_resumes_it(cleo):
    schedule = started(cleo)
    assert len(upcoming(MARCH)) == 2
    archive_contact(cleo.pk)
    assert upcoming(MARCH) == []
    live_until(MARCH)
    schedule.refresh_from_db()
    assert (schedule.state, days(schedule)) == ("paused", ["2027-01-31"])
    with day(MARCH):
        with pytest.raises(ContactArchived):
            resume_schedule(schedule_id=schedule.pk)
        with pytest.raises(ContactArchived):
            start_schedule(contact_id=cleo.pk, draft=draft(starts_on=MARCH))

    assert verbs(cleo) == ["schedule.started", "schedule.held"]
    assert Schedule.objects.count() == 1


def test_a_product_taken_off_the_catalogue_is_charged_on_as_agreed(cleo):
    product = Product.objects.create(name="Bread", price_minor=1000, currency="EUR", cost_minor=400)
    schedule = started(cleo, product_id=product.pk)
    archive_product(product_id=product.pk, archived=True)
    live_until(FEBRUARY)

    charge = Charge.objects.get(run__schedule=schedule, run__period_on=FEBRUARY)
    assert (charge.product_id, charge.amount_minor, charge.cost_minor) == (product.pk, 1000, 400)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"starts_on": date(2027, 1, 30)}, StartsInThePast),
        ({"ends_on": date(2027, 1, 30)}, EndsBeforeItStarts),
        ({"trial_until": MARCH, "ends_on": MARCH}, EndsBeforeItStarts),
        ({"minor": 0}, AmountNotPositive),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(cleo, more, refusal):
    with day(START), pytest.raises(refusal):
        start_schedule(contact_id=cleo.pk, draft=draft(**more))

    assert (Schedule.objects.count(), DueWork.objects.filter(name="billing.run_schedule").count()) == (0, 0)


def test_another_description_counts_for_the_charges_to_come(cleo):
    schedule = started(cleo)
    text = ScheduleText(description="Rye", reason="Bread is out", due_days=7, may_cancel=True)
    with day(date(2027, 2, 1)):
        change_schedule(schedule_id=schedule.pk, text=text)
    live_until(FEBRUARY)

    items = [(item.description, item.due_on) for item in open_items(cleo.pk)]
    assert items == [("Bread", START), ("Rye", FEBRUARY + timedelta(days=7))]
