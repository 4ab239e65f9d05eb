"""What one customer may read. Every read starts from the customer; what is meant for another is not there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from crm.models import Customer, Update
from crm.models.customer import Scope
from crm.models.update import UpdateQuerySet
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.kernel.scope import require_business

MOST_AT_HOME = 3
PAGE_SIZE = 20


def feed_of(customer: Customer) -> UpdateQuerySet:
    """Return what this customer may read, each with ``read_at`` and ``acknowledged_at`` of their own."""
    today = clock.today(require_business().time_zone)
    found = Update.objects.live(on=today).for_contact(customer.contact_id)
    if not customer.may(Scope.UPDATES):
        found = found.none()
    own = FilteredRelation("receipts", condition=Q(receipts__customer=customer.pk))
    return found.annotate(receipt=own).annotate(
        read_at=F("receipt__read_at"), acknowledged_at=F("receipt__acknowledged_at")
    )


@dataclass(frozen=True, slots=True)
class FeedPage:
    """``older`` is the row after which the next page begins, 0 at the end."""

    pinned: Sequence[Update]
    rows: Sequence[Update]
    older: int = 0


def page_of_feed(customer: Customer, *, after: int | None) -> FeedPage:
    """Return what was published before row ``after``, the newest first; what is pinned stands above the first page."""
    feed = feed_of(customer)
    last = None if after is None else feed.filter(pk=after).first()
    found = feed.filter(is_pinned=False)
    if last is not None:
        found = found.filter(Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, pk__lt=last.pk))
    rows = list(found.order_by("-published_at", "-pk")[: PAGE_SIZE + 1])
    pinned = [] if last else list(feed.filter(is_pinned=True).order_by("-published_at", "-pk")[:PAGE_SIZE])
    shown = rows[:PAGE_SIZE]
    return FeedPage(pinned, shown, shown[-1].pk if len(rows) > PAGE_SIZE else 0)


def update_for(customer: Customer, update_id: int) -> Update:
    """Return one update; another's, a withdrawn and a made-up one raise the same NotFound."""
    found = feed_of(customer).filter(pk=update_id).first()
    if found is None:
        raise NotFound
    return found


def at_home(customer: Customer) -> tuple[list[Update], list[Update]]:
    """Return the newest updates, and the newest alerts that this customer has not said to have read; one query."""
    feed = feed_of(customer)
    waiting = feed.filter(Q(acknowledged_at=None), kind=Update.Kind.ALERT).order_by("-published_at", "-pk")
    newest = feed.order_by("-is_pinned", "-published_at", "-pk")
    wanted = [Q(pk__in=some[:MOST_AT_HOME].values("pk")) for some in (newest, waiting)]
    found = list(newest.filter(wanted[0] | wanted[1]))
    alerts = [update for update in found if update.kind == Update.Kind.ALERT and update.acknowledged_at is None]  # type: ignore[attr-defined]
    alerts.sort(key=lambda update: (update.published_at, update.pk), reverse=True)
    return found[:MOST_AT_HOME], alerts[:MOST_AT_HOME]
