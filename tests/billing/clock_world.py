"""Years on a held clock: what people do at noon of a day, and billing's work at the instant at which it is due."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import handlers
from tenants.kernel.scope import require_business

NOON = time(12)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = timedelta(days=40)
"""How late work may be asked for."""


@dataclass
class Walk:
    """Acts and work in the order of their instants. Mail is not sent: what is looked at is what was written."""

    acts: list[tuple[date, Callable[[], object]]] = field(default_factory=list)
    since: datetime = LONG_AGO

    def on(self, day: date, act: Callable[..., object], *args: object, **more: object) -> None:
        self.acts.append((day, lambda: act(*args, **more)))

    def live_until(self, last: date) -> None:
        """Do everything up to noon of a day."""
        for day, act in sorted(self.acts, key=lambda pair: pair[0]):
            self._work_until(at(day, NOON))
            with clock.held_at(at(day, NOON)):
                act()
                self.note("", at(day, NOON))
        self._work_until(at(last, NOON))

    def awake_at(self, due: datetime) -> datetime:
        """Return when a worker is there for what is due; overridden where they are down."""
        return due

    def note(self, work: str, instant: datetime) -> None:
        """Look at what a piece of work, or an act when it has no name, has done at an instant."""

    def _work_until(self, end: datetime) -> None:
        while (work := _next(self.since)) is not None and (instant := self.awake_at(work.due_at)) <= end:
            with clock.held_at(instant):
                _do(work)
                self.note(work.name, instant)
            self.since = max(self.since, work.due_at - LATEST)


def _do(work: DueWork) -> None:
    """Do what the runner does, without its lease and its own way into the business: thousands of times that tells."""
    handlers[work.name].function(**work.kwargs)
    work.delete()


def _next(since: datetime) -> DueWork | None:
    """Return what is due next; what is done stays in the index until the test's transaction ends: it begins later."""
    waiting = DueWork.objects.filter(name__startswith="billing.", due_at__gte=since)
    return waiting.order_by("due_at", "pk").first()


def at(day: date, hour: time) -> datetime:
    """Return when clocks show an hour of a day where the business is, in UTC."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(require_business().time_zone)).astimezone(UTC)


def here(instant: datetime) -> datetime:
    """Return an instant as clocks show it where the business is."""
    return instant.astimezone(ZoneInfo(require_business().time_zone))
