"""How mails write instants, and how pages show what became of mail."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from emails.models import Message
from tenants.kernel.dates import long_moment
from tenants.kernel.scope import require_business

register = template.Library()

_TONES = {
    Message.State.HELD: "warning",
    Message.State.SENT: "info",
    Message.State.DELIVERED: "info",
    Message.State.OPENED: "success",
    Message.State.BOUNCED: "danger",
    Message.State.COMPLAINED: "danger",
    Message.State.FAILED: "danger",
}
_ICONS = {
    Message.State.SENT: "send",
    Message.State.DELIVERED: "mail-check",
    Message.State.OPENED: "mail-open",
    Message.State.BOUNCED: "mail-x",
    Message.State.COMPLAINED: "mail-warning",
    Message.State.FAILED: "mail-x",
    Message.State.HELD: "clock",
    Message.State.CANCELLED: "undo-2",
}


@register.filter
def moment(value: datetime | str) -> str:
    """Write an instant, or its ISO text, on the business's clock: "14 March 2026, 09:30"; other text as it is."""
    business = require_business()
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except ValueError:
        return str(value)
    return long_moment(instant, time_zone=business.time_zone, locale=business.locale)


@register.filter
def mail_tone(state: str) -> str:
    return _TONES.get(Message.State(state), "")


@register.filter
def mail_icon(state: str) -> str:
    """Return the icon of a message's state or of an event in its history."""
    return _ICONS.get(Message.State(state), "mail") if state in Message.State else "rotate-ccw"


@register.filter
def mail_event(name: str) -> str:
    """Return the words for an event in a message's history."""
    return str(Message.State(name).label).capitalize() if name in Message.State else _("Sent again by the team")
