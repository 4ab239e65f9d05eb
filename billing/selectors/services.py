"""A customer's own recurring services, as their portal tells of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from billing.models import Schedule
from billing.schedule_plan import Plan, Planned
from billing.selectors.schedules import Run, plans_of, services_of, upcoming
from billing.services.pricing import Price
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Service:
    """One of a customer's services; ``price`` is what each period costs now, or cost at its end."""

    schedule: Schedule
    price: Price
    changes: list[Planned]
    is_free_today: bool

    @property
    def amount(self) -> Money:
        return self.price.gross

    @property
    def is_cancellable(self) -> bool:
        """Whether its customer can still cancel it."""
        schedule = self.schedule
        return schedule.may_cancel and not schedule.is_ended and schedule.cancelled_at is None


def portal_services(contact_id: int) -> list[Service]:
    """Return a contact's services: what runs first, then what is paused and ended; four queries."""
    found = services_of(contact_id)
    plans = plans_of(found)
    today = clock.today(require_business().time_zone)
    return [_service(schedule, plans[schedule.pk], today) for schedule in found]


def renewing_soon(contact_id: int) -> list[Run]:
    """Return what a contact will be charged for within a week, the next first."""
    today = clock.today(require_business().time_zone)
    return upcoming(today + SOON, [contact_id])


def _service(schedule: Schedule, plan: Plan, today: date) -> Service:
    changes = [] if schedule.is_ended else plan.changes(today)
    is_free = schedule.trial_until is not None and today <= schedule.trial_until
    return Service(schedule, plan.price_on(plan.priced_on(today)), changes, is_free)
