"""Reminders over days of a held clock: one mail for everything, each step once, what is held left alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from billing.errors import NotToBeReminded
from billing.models import Reminder, ReminderItem
from billing.selectors.reminder_mail import facts_of
from billing.selectors.reminders import Skip
from billing.services.daily import next_moment, next_reminding_day
from billing.services.promises import promise_payment
from billing.services.queries import explain_charge, query_charge
from billing.services.reminder_rules import change_reminder_rules
from billing.services.reminders import choose_reminders, leave_out, remind
from crm.models import ContactEmail
from emails.kinds import kind_named
from emails.models import Message, Suppression
from emails.rendering.preview import preview
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing.books import charge, pay
from tests.billing.calendar import LISBON, MONDAY, at, letters, live, planned, sent, switch_on
from tests.cast import member


@pytest.fixture(autouse=True)
def _monday(in_acme):
    with at(MONDAY, hour=8):
        yield


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in numbers]


def skips(day: date) -> dict[str, Skip | None]:
    return {one.contact.display_name.split()[0]: one.skip for one in planned(day)}


def due_in(contact, number: int, minor=4500, description="Cake", **facts):
    return charge(contact, minor, description, due_on=MONDAY + timedelta(days=number), **facts)


def test_each_step_of_the_schedule_goes_once_on_its_day(cleo):
    due_in(cleo, 5)
    switch_on()

    list(live(MONDAY, 30))

    assert [day for _who, day in sent()] == days(2, 6, 12, 19)
    steps = list(ReminderItem.objects.order_by("pk").values_list("days", flat=True))
    assert steps == [-3, 1, 7, 14]
    assert [letter.to for letter in letters()] == [["Cleo van Dam <cleo@example.com>"]] * 4


def test_nobody_is_reminded_while_it_is_off(cleo):
    due_in(cleo, 0)

    list(live(MONDAY, 10))

    assert (sent(), DueWork.objects.filter(name="billing.day").count()) == ([], 0)


def test_one_mail_holds_everything_that_is_owed_in_each_currency(cleo):
    due_in(cleo, 0, 4500, "Cake")
    due_in(cleo, 20, 640, "Bread")
    switch_on()

    list(live(MONDAY, 2))

    (letter,) = letters()
    assert letter.subject == "A reminder to pay: Acme Bakery"
    assert "Cake: €45.00, was due on 2 March 2026" in letter.body
    assert "Bread: €6.40, due on 22 March 2026" in letter.body
    assert "To pay: €51.40" in letter.body
    assert "/pay/" in letter.body


def test_quiet_days_send_nothing_and_the_next_day_makes_up_for_it(cleo):
    due_in(cleo, 4)  # Friday; the step of the day after is a Saturday's
    switch_on(steps=[1], quiet_weekdays=[5, 6])

    list(live(MONDAY, 12))

    assert [day for _who, day in sent()] == days(7)


def test_it_goes_at_the_hour_by_the_business_clock_also_when_clocks_change(cleo):
    switch_on(hour=9)
    rules = change_reminder_rules({})

    with at(date(2026, 3, 28), hour=9, minute=1):  # summer time begins in the night
        moment = next_moment(rules, clock.now())

    assert moment.astimezone(LISBON).hour == 9
    assert moment.utctimetuple().tm_hour == 8
    assert moment.date() == date(2026, 3, 29)


def test_before_its_hour_nothing_goes_and_twice_is_once(cleo):
    due_in(cleo, 0)
    switch_on()
    with at(MONDAY + timedelta(days=1), hour=8):
        run_due()
        assert sent() == []
    with at(MONDAY + timedelta(days=1), hour=9):
        run_due()
        change_reminder_rules({"hour": 10})
    with at(MONDAY + timedelta(days=1), hour=12):
        run_due()
        remind(contact_id=cleo.pk, day=MONDAY + timedelta(days=1))

    assert sent() == [("Cleo", MONDAY + timedelta(days=1))]
    assert len(letters()) == 1


def test_the_database_lets_a_contact_have_one_a_day_and_a_step_one_for_ever(cleo):
    cake = due_in(cleo, 0)
    first = Reminder.objects.create(contact=cleo, day=MONDAY)
    ReminderItem.objects.create(reminder=first, charge=cake, days=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(contact=cleo, day=MONDAY)
    other = Reminder.objects.create(contact=cleo, day=MONDAY + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderItem.objects.create(reminder=other, charge=cake, days=1)


def test_what_is_queried_is_left_alone_until_it_is_explained_and_the_rest_is_not(cleo, carl):
    cake = due_in(cleo, 0)
    due_in(carl, 0, 100, "Roll")
    query = query_charge(contact_id=cleo.pk, charge_id=cake.pk)
    switch_on()
    list(live(MONDAY, 4))
    assert sent() == [("Carl", MONDAY + timedelta(days=1))]

    due_in(cleo, 0, 640, "Bread")
    list(live(MONDAY + timedelta(days=4), 1))
    assert "Cake" not in letters()[-1].body
    assert "To pay: €6.40" in letters()[-1].body

    explain_charge(query_id=query.pk, answer="For the party", by=member("eve", "Eve", "owner"))
    list(live(MONDAY + timedelta(days=5), 1))
    assert "Cake" in letters("A reminder")[-1].body


def test_a_promise_pauses_and_a_broken_one_is_reminded_of_once(cleo):
    cake = due_in(cleo, 0)
    switch_on()
    promise_payment(contact_id=cleo.pk, charge_ids=[cake.pk], until=MONDAY + timedelta(days=10))

    list(live(MONDAY, 14))

    # The promise broke on the eleventh day; the step of the fourteenth is still to come.
    assert [day for _who, day in sent()] == days(11)
    assert ReminderItem.objects.filter(promise__isnull=False).count() == 1
    list(live(MONDAY + timedelta(days=14), 4))
    assert [day for _who, day in sent()] == days(11, 14)


def test_money_that_comes_between_planning_and_sending_stops_the_mail(cleo):
    due_in(cleo, 0)
    day = MONDAY + timedelta(days=1)
    switch_on()
    with at(day):
        remind(contact_id=cleo.pk, day=day)
        pay(cleo, 4500)
        run_due()

    assert letters("A reminder") == []
    assert Message.objects.get(kind="reminder").state == "cancelled"


def test_part_of_it_that_comes_in_between_is_no_longer_in_the_mail(cleo):
    cake = due_in(cleo, 0)
    due_in(cleo, 0, 640, "Bread")
    day = MONDAY + timedelta(days=1)
    switch_on()
    with at(day):
        remind(contact_id=cleo.pk, day=day)
        pay(cleo, 4500, charge_ids=[cake.pk], send_receipt=False)
        run_due()

    (letter,) = letters()
    assert "Cake" not in letter.body
    assert "To pay: €6.40" in letter.body


def test_whoever_is_not_written_to_is_listed_with_the_reason(cleo, carl):
    day = MONDAY + timedelta(days=1)
    for contact in (cleo, carl):
        due_in(contact, 0)
    switch_on()

    Suppression.objects.create(address="CLEO@example.com", reason="bounced")
    ContactEmail.objects.filter(contact=carl).delete()
    assert skips(day) == {"Cleo": Skip.SUPPRESSED, "Carl": Skip.NO_ADDRESS}

    choose_reminders(contact_id=cleo.pk, reminds=False, sends_statements=True)
    carl.archived_at = clock.now()
    carl.save()
    assert skips(day) == {"Cleo": Skip.EXCLUDED, "Carl": Skip.PUT_AWAY}
    list(live(MONDAY, 3))
    assert sent() == []


def test_left_out_once_means_the_next_day(cleo):
    due_in(cleo, 0)
    switch_on()
    leave_out(contact_id=cleo.pk, day=MONDAY + timedelta(days=1))

    list(live(MONDAY, 4))

    assert [day for _who, day in sent()] == days(2)


def test_a_charge_made_after_a_steps_day_has_not_reached_it(cleo):
    due_in(cleo, 1)
    switch_on(steps=[-3, 7])

    list(live(MONDAY, 7))

    assert sent() == []


def test_a_member_sends_it_now_and_the_step_is_done(cleo):
    due_in(cleo, 30)
    switch_on()
    ada = member("ada", "Ada Lindqvist", "owner")

    remind(contact_id=cleo.pk, day=MONDAY, by=ada)
    with pytest.raises(NotToBeReminded, match="Reminded on this day already"):
        remind(contact_id=cleo.pk, day=MONDAY, by=ada)

    run_due()
    assert Reminder.objects.get().sent_by_name == "Ada Lindqvist"
    assert "To pay: €45.00" in letters("A payment is due soon")[0].body


def test_what_the_preview_shows_is_what_is_sent(cleo, carl):
    cake = due_in(cleo, 0)
    due_in(cleo, 0, 640, "Bread")
    due_in(carl, 3, 100, "Roll")
    query_charge(contact_id=cleo.pk, charge_id=cake.pk)
    switch_on()
    with at(MONDAY, hour=23):
        day = next_reminding_day(change_reminder_rules({}))
        shown = planned(day)
        steps = {(charge_id, step.days) for one in shown if one.skip is None for charge_id, step in one.steps}
        drawn = {one.contact.pk: preview(kind_named("reminder"), facts_of(one)).text for one in shown if not one.skip}

    list(live(day, 1))

    assert {(item.charge_id, item.days) for item in ReminderItem.objects.all()} == steps
    assert {reminder.contact_id for reminder in Reminder.objects.all()} == set(drawn)
    for letter, reminder in zip(letters(), Reminder.objects.order_by("pk"), strict=True):
        assert _amounts(letter.body) == _amounts(drawn[reminder.contact_id])


def _amounts(body: str) -> list[str]:
    return [line for line in body.splitlines() if "€" in line]


def test_a_business_elsewhere_is_reminded_by_its_own_clock(acme):
    with business_scope(change_business(acme.id, time_zone="Pacific/Auckland")):
        switch_on()

    (work,) = DueWork.objects.filter(name="billing.day")
    assert work.due_at.isoformat() == "2026-03-02T20:00:00+00:00"


def test_the_day_costs_no_more_queries_for_many_contacts(in_acme, django_assert_max_num_queries):
    from tests.billing.books import contact

    for number in range(20):
        due_in(contact(f"Customer {number}", f"c{number}@example.com"), 0)

    with django_assert_max_num_queries(20):
        assert len(planned(MONDAY + timedelta(days=1))) == 20
