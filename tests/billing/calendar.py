"""Days of a business in Lisbon: holding the clock on one, and living through several."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core import mail

from billing.models import Reminder
from billing.selectors.reminders import Planned, owing_contacts, plan
from billing.services.reminder_rules import change_reminder_rules
from tenants.kernel import clock
from tenants.kernel.jobs.runner import run_due

LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = date(2026, 3, 2)
EVERY_DAY = {"reminds": True, "quiet_weekdays": []}


def at(day: date, hour: int = 10, minute: int = 0):
    return clock.held_at(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LISBON))


def switch_on(**change) -> None:
    change_reminder_rules({**EVERY_DAY, **change})


def live(since: date, days: int) -> Iterator[date]:
    """Live through days one by one: at ten o'clock everything that is due is done."""
    for number in range(days):
        day = since + timedelta(days=number)
        with at(day):
            run_due()
            yield day


def planned(day: date) -> list[Planned]:
    return plan(day, owing_contacts(day, limit=100))


def sent() -> list[tuple[str, date]]:
    rows = Reminder.objects.select_related("contact").order_by("day", "contact_id")
    return [(row.contact.display_name.split()[0], row.day) for row in rows]


def letters(subject: str = "") -> list:
    return [letter for letter in mail.outbox if subject in letter.subject]
