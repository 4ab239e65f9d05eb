"""The preview of who gets what, its buttons, the settings and the ageing, as the team meets them."""

from datetime import timedelta

import pytest

from billing.models import ContactReminders, Reminder, ReminderRules
from billing.services.reminder_rules import change_reminder_rules
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, contact
from tests.signing_in import sign_in

SETTINGS = "/workspace/settings/reminders/"
WHOLE = {
    "reminds": "on",
    "steps": "-5, 2,2, 10",
    "hour": "7",
    "quiet_weekdays": ["6"],
    "sends_statements": "on",
    "fee_kind": "flat",
    "fee": "5",
    "fee_percent": "",
    "fee_every": "month",
    "fee_after_days": "10",
    "fee_description": "Late fee",
    "takes_promises": "on",
    "promise_days": "5",
    "promise_times": "1",
    "promise_least": "10",
}


@pytest.fixture
def office(client, ada):
    sign_in(client, ada)
    return client


@pytest.fixture
def dora(acme) -> int:
    """Somebody with two charges, one of which was due five days ago."""
    with business_scope(acme):
        dora = contact("Dora Lind", "dora@example.com")
        today = clock.today("Europe/Lisbon")
        charge(dora, 4500, "Cake", charged_on=today - timedelta(days=30), due_on=today - timedelta(days=5))
        charge(dora, 640, "Bread", due_on=today + timedelta(days=40))
        change_reminder_rules({"reminds": True})
        return dora.pk


def page(client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_list_says_who_gets_what_and_why_others_do_not(office, acme, dora):
    with business_scope(acme):
        other = contact("Emil Berg", "")
        charge(other, 100, due_on=clock.today("Europe/Lisbon"))

    shown = page(office, "/workspace/reminders/")

    assert "1 e-mail" in shown
    assert "1 day after it was due" in shown
    assert "€51.40" in shown
    assert "No e-mail address" in shown


def test_one_contact_shows_the_mail_as_it_would_read(office, dora):
    assert "Send now" in page(office, f"/workspace/reminders/contacts/{dora}/")

    letter = page(office, f"/workspace/reminders/contacts/{dora}/mail/")
    assert "Dora Lind" in letter
    assert "€51.40" in letter


def test_it_is_sent_now_once_and_listed_with_what_became_of_it(office, acme, dora):
    path = f"/workspace/reminders/contacts/{dora}/"

    first = office.post(path + "sending/", follow=True).content.decode()
    second = office.post(path + "sending/", follow=True).content.decode()

    assert "The reminder to Dora Lind is on its way." in first
    assert "No reminder was sent" in second
    with business_scope(acme):
        assert Reminder.objects.get().sent_by_name
    assert "Queued" in page(office, path)


def test_leaving_out_taking_in_and_turning_off(office, acme, dora):
    path = f"/workspace/reminders/contacts/{dora}/"

    office.post(path + "omission/", {"list": "1"})
    assert "Left out this time" in page(office, path)
    office.post(path + "omission/", {"undo": "1"})
    assert "Left out this time" not in page(office, path + "?").split("<h2")[0].replace("Leave out this time", "")

    office.post(path + "choice/", {"sends_statements": "on"})
    assert "Reminders are off for this contact" in page(office, path)
    with business_scope(acme):
        choice = ContactReminders.objects.get()
    assert (choice.reminds, choice.sends_statements) == (False, True)


def test_the_rules_are_kept_as_they_were_said(office, acme):
    assert office.post(SETTINGS, WHOLE).status_code == 302

    with business_scope(acme):
        rules = ReminderRules.objects.get()
        assert (rules.steps, rules.hour, rules.quiet_weekdays, rules.fee_minor) == ([-5, 2, 10], 7, [6], 500)
        assert (rules.fee_since, rules.promise_least_minor) == (clock.today("Europe/Lisbon"), 1000)
    assert 'value="-5, 2, 10"' in page(office, SETTINGS)


@pytest.mark.parametrize(
    "change",
    [
        {"steps": "soon"},
        {"steps": ""},
        {"steps": "-31"},
        {"steps": "1,2,3,4,5,6,7,8,9"},
        {"quiet_weekdays": ["0", "1", "2", "3", "4", "5", "6"]},
        {"hour": "24"},
        {"fee": ""},
        {"fee": "-1"},
        {"fee_kind": "percent"},
        {"fee_kind": "percent", "fee_percent": "101"},
        {"promise_days": "0"},
        {"promise_least": "x"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(office, acme, change):
    answer = office.post(SETTINGS, WHOLE | change)

    assert answer.status_code == 422
    with business_scope(acme):
        assert not ReminderRules.objects.exists()


def test_ageing_adds_up_by_age_and_by_contact(office, dora):
    shown = page(office, "/workspace/ageing/")

    row = shown.split("Dora Lind")[1].split("</tr>")[0]
    assert [amount for amount in ("€6.40", "€45.00", "€51.40") if amount in row] == ["€6.40", "€45.00", "€51.40"]


def test_a_member_sees_only_their_own_contacts_reminders(client, acme, ben, dora):
    with business_scope(acme):
        User.objects.filter(pk=ben.pk).update(role="bookkeeper", contact_scope="assigned")
    sign_in(client, ben)

    assert "Dora Lind" not in page(client, "/workspace/reminders/")
    assert "Dora Lind" not in page(client, "/workspace/ageing/")
    assert client.post(f"/workspace/reminders/contacts/{dora}/sending/").status_code == 404
    with business_scope(acme):
        assert not Reminder.objects.exists()
