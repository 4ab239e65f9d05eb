"""How mails write instants."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from django import template

from tenants.kernel.scope import require_business

register = template.Library()


@register.filter
def moment(value: datetime | str) -> str:
    """Write an instant, or its ISO text as stored, on the business's clock: "14 March 2026, 09:30"."""
    business = require_business()
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    local = instant.astimezone(ZoneInfo(business.time_zone))
    locale = business.locale.replace("-", "_")
    return f"{format_date(local, 'long', locale=locale)}, {format_time(local, 'short', locale=locale)}"
