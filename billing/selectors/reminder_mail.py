"""What the mail about everything that is owed says, read from the books when it is sent."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.selectors.reminders import Line, Planned, Skip, by_currency, plan
from emails.kinds import Facts
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.scope import require_business
from tenants.links import business_url

STILL_GOES = (None, Skip.NO_STEP, Skip.REMINDED, Skip.LEFT_OUT)
"""What may be so of a contact whose reminder is on its way: its step is written down, and it was wanted."""


def read_anew(context: Mapping[str, Any]) -> Facts | None:
    """Return what a reminder tells now; None when there is nothing to remind of any more, or nobody to be reminded."""
    today = clock.today(require_business().time_zone)
    planned = next(iter(plan(today, [int(context["contact_id"])])), None)
    if planned is None or planned.skip not in STILL_GOES:
        return None
    is_due = any(line.is_reached for line in planned.told)
    return facts_of(planned) if is_due or (context.get("by_hand") and planned.told) else None


def facts_of(planned: Planned) -> Facts:
    """Return what the mail says: items by currency, each with what is due of it and since when."""
    business = require_business()
    with override(business.locale):
        groups = [
            {"items": [_item(line) for line in lines], "total": total.format(business.locale)}
            for total, lines in _by_currency(planned.told)
        ]
        late = [
            money.format(business.locale) for money in by_currency(line.due for line in planned.told if _is_late(line))
        ]
    return {
        "groups": groups,
        "total": " + ".join(str(group["total"]) for group in groups),
        "late": " + ".join(late),
        "is_online": business.charges_enabled,
        "link": business_url(reverse("portal:pay")),
        "query_link": business_url(reverse("portal:account")),
    }


def context_of(planned: Planned, *, by_hand: bool = False) -> dict[str, Any]:
    """Return what is kept with the message; the amounts are not among it. By hand it goes before a step is reached."""
    with override(require_business().locale):
        what = _("A reminder to pay") if any(_is_late(line) for line in planned.told) else _("A payment is due soon")
    return {
        "name": planned.recipient.name if planned.recipient else planned.contact.display_name,
        "what": what,
        "contact_id": planned.contact.pk,
        "by_hand": by_hand,
    }


def _by_currency(lines: list[Line]) -> list[tuple[Any, list[Line]]]:
    totals = by_currency(line.due for line in lines)
    return [(total, [line for line in lines if line.due.currency == total.currency]) for total in totals]


def _item(line: Line) -> dict[str, Any]:
    business = require_business()
    day = long_date(line.due_on, locale=business.locale)
    return {
        "description": line.entry.description,
        "amount": line.due.format(business.locale),
        "when": _without_told(
            line, (_("was due on %(day)s") if _is_late(line) else _("due on %(day)s")) % {"day": day}
        ),
        "is_late": _is_late(line),
    }


def _without_told(line: Line, when: str) -> str:
    """Say what is left out because the customer has told of it, so that the amount explains itself."""
    if line.told is None:
        return when
    told = line.told.format(require_business().locale)
    return _("%(when)s; the %(told)s that you say you have transferred is left out") % {"when": when, "told": told}


def _is_late(line: Line) -> bool:
    return line.days_late > 0
