"""The only place that asks what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return timezone.now()


def today(time_zone: str) -> date:
    """Return the calendar day it is now in an IANA time zone such as ``Europe/Lisbon``."""
    return now().astimezone(ZoneInfo(time_zone)).date()
