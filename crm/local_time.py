"""A day and a time as somebody types them, on the business's clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from crm.errors import NoSuchTime


def instant_of(day: date, at: time, time_zone: str) -> datetime:
    """Return the instant; of an hour that comes twice, when the clocks go back, the first.

    Raises NoSuchTime for a time that the clocks jump over when they go forward.
    """
    typed = datetime.combine(day, at.replace(second=0, microsecond=0), tzinfo=ZoneInfo(time_zone))
    instant = typed.astimezone(UTC)
    if instant.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != typed.replace(tzinfo=None):
        raise NoSuchTime(time=f"{at:%H:%M}", day=f"{day.day} {day:%B %Y}", zone=time_zone)
    return instant
