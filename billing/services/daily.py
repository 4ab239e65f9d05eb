"""What happens once a day by the business's clock: late fees, reminders, and on the first days statements.

Each day is one row of due work, which asks for the next before it does anything: it costs what is due, and a job that
dies anywhere is done again, because every mail and every fee has a key of its own.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.models import ReminderRules
from billing.selectors.reminder_rules import reminder_rules
from billing.selectors.reminders import owing_contacts
from billing.services import reminders, statement_mail
from billing.services.late_fees import charge_fees
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

STATEMENT_DAYS = 3
"""Statements go on the first of a month; two more days catch up with what an outage has kept. Each goes once."""


def next_moment(rules: ReminderRules, after: datetime) -> datetime:
    """Return the next time that the clock on the business's wall shows the hour."""
    zone = ZoneInfo(require_business().time_zone)
    day = after.astimezone(zone).date()
    at = datetime.combine(day, time(rules.hour), tzinfo=zone)
    return at if at > after else datetime.combine(day + timedelta(days=1), time(rules.hour), tzinfo=zone)


def next_reminding_day(rules: ReminderRules) -> date:
    """Return the day of the next reminders: the first whose hour lies ahead and that is not quiet."""
    zone = ZoneInfo(require_business().time_zone)
    day = next_moment(rules, clock.now()).astimezone(zone).date()
    while day.weekday() in rules.quiet_weekdays:
        day += timedelta(days=1)
    return day


def plan_next(rules: ReminderRules) -> None:
    """Ask for the next day's work; asked for twice it is done once."""
    if not rules.works_daily:
        return
    at = next_moment(rules, clock.now())
    enqueue("billing.day", due_at=at, key=at.date().isoformat() + f".{rules.hour}", hour=rules.hour)


def do_day(*, hour: int) -> None:
    """Do a day's work; one that was planned for another hour than the rules name now has been overtaken."""
    rules = reminder_rules()
    if not rules.works_daily or hour != rules.hour:
        return
    plan_next(rules)
    zone = require_business().time_zone
    if clock.hour(zone) < rules.hour:
        return  # it was yesterday's, and today's is to come
    day = clock.today(zone)
    if _is_to_press(rules, day):
        enqueue("billing.remind", key=f"{day}.0", day=day.isoformat(), after=0)
    if rules.sends_statements and day.day <= STATEMENT_DAYS:
        month = statement_mail.month_before(day)
        enqueue("billing.send_statements", key=f"{month}.0", month=month.isoformat(), after=0)


def remind_some(*, day: date, after: int) -> None:
    """Charge the next contacts their late fees, remind them, and go on with those that follow."""
    rules = reminder_rules()
    if day != clock.today(require_business().time_zone):
        return  # it was held until that day had passed: the next one asks anew
    for contact_id in owing_contacts(day, after=after, limit=reminders.BATCH):
        charge_fees(contact_id=contact_id, day=day)
    if not rules.reminds or day.weekday() in rules.quiet_weekdays:
        last = _last_without_mail(day, after)
    else:
        last = reminders.remind_next(day=day, after=after)
    if last is not None:
        enqueue("billing.remind", key=f"{day}.{last}", day=day.isoformat(), after=last)


def send_some_statements(*, month: date, after: int) -> None:
    if not reminder_rules().sends_statements:
        return
    last = statement_mail.send_next(month=month, after=after)
    if last is not None:
        enqueue("billing.send_statements", key=f"{month}.{last}", month=month.isoformat(), after=last)


def _is_to_press(rules: ReminderRules, day: date) -> bool:
    """Say whether anybody owes what a fee or a reminder of this day could be about."""
    return (rules.charges_fees or rules.reminds) and bool(owing_contacts(day, limit=1))


def _last_without_mail(day: date, after: int) -> int | None:
    ids = owing_contacts(day, after=after, limit=reminders.BATCH)
    return ids[-1] if len(ids) == reminders.BATCH else None
