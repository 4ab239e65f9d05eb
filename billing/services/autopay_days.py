"""The mornings on which saved cards are charged: each asks for the next, as long as somebody has agreed."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

AT = time(7)


def morning_of(day: date) -> datetime:
    """Return when a day's charges are made, where the business is."""
    return datetime.combine(day, AT, ZoneInfo(require_business().time_zone))


def have_day_begun(day: date) -> None:
    """See to it that a day's charges are made in its morning."""
    enqueue("billing.autopay_day", due_at=morning_of(day), key=day.isoformat(), day=day.isoformat())
