"""What customers and owners are written to about recurring services: another price, an end, a cancellation."""

from datetime import date

from django.urls import reverse

from billing.models import Schedule
from billing.services.receipts import main_recipient
from billing.services.team import owners
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.links import business_url


def tell_of_price(schedule: Schedule, *, old: Money, new: Money, from_on: date) -> None:
    """Write to the customer what it will cost from which day."""
    locale = require_business().locale
    facts = {"old": old.format(locale), "new": new.format(locale), "day": long_date(from_on, locale=locale)}
    _tell(schedule, "schedule_price", facts)


def tell_of_kept_price(schedule: Schedule, price: Money) -> None:
    """Write to the customer that a price they were told of does not come."""
    _tell(schedule, "schedule_price_kept", {"price": price.format(require_business().locale)})


def tell_of_end(schedule: Schedule) -> None:
    """Write to the customer that nothing more is charged."""
    day = schedule.ends_on or clock.today(require_business().time_zone)
    facts = {"day": long_date(day, locale=require_business().locale), "why": schedule.state_reason}
    _tell(schedule, "schedule_ended", facts)


def tell_of_cancellation(schedule: Schedule) -> None:
    """Write to each owner that a customer has cancelled, and until when it runs."""
    locale = require_business().locale
    for owner in owners():
        facts = {
            "name": owner.name,
            "contact": schedule.contact.display_name,
            "what": schedule.description,
            "day": long_date(schedule.ends_on, locale=locale) if schedule.ends_on else "",
            "link": business_url(reverse("billing:schedule", args=[schedule.pk])),
        }
        to = Recipient(owner.email, name=owner.name, user_id=owner.pk)
        compose("service_cancelled", to=to, context=facts, key=_key("cancelled", schedule, owner.pk))


def _tell(schedule: Schedule, kind: str, facts: dict[str, str]) -> None:
    recipient = main_recipient(schedule.contact_id)
    if recipient is not None:
        context = {"name": recipient.name, "what": schedule.description, **facts}
        compose(kind, to=recipient, context=context, key=_key(kind, schedule))


def _key(kind: str, schedule: Schedule, *more: int) -> str:
    """One mail for each time that it happens: each follows a change of the schedule under its lock."""
    return ":".join(str(part) for part in (kind, schedule.pk, f"{clock.now():%Y%m%d%H%M%S%f}", *more))
