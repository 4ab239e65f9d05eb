"""What a card could not pay in the end: it is for the customer to settle, while what falls due later is charged."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from billing.models import AttemptItem, AutopayRun, LedgerEntry, SavedCard
from billing.selectors.overdue import next_day
from tenants.kernel.scope import require_business


def given_up_until(contact_id: int, card: SavedCard) -> dict[int, date]:
    """Return by charge the due day up to which this card could not pay it.

    Of what is paid in parts a later part is another matter, once what had failed is paid.
    """
    return _until(AttemptItem.objects.filter(attempt__contact_id=contact_id, attempt__autopay_run__card=card))


def given_up_contacts(contact_ids: Iterable[int] | None = None) -> set[int]:
    """Return the contacts whose default card could not pay something that is still due: of these, or of all."""
    items = AttemptItem.objects.filter(
        attempt__autopay_run__card__is_default=True,
        charge__entries__kind=LedgerEntry.Kind.CHARGE,
        charge__entries__open_minor__gt=0,
    )
    if contact_ids is not None:
        items = items.filter(attempt__contact_id__in=list(contact_ids))
    until = _until(items)
    if not until:
        return set()
    entries = LedgerEntry.objects.unsettled().filter(charge__in=until, kind=LedgerEntry.Kind.CHARGE)
    first = entries.annotate(first_on=Coalesce(next_day(), F("due_on")))
    rows = first.values_list("charge_id", "contact_id", "first_on")
    return {contact_id for charge_id, contact_id, day in rows if day <= until[charge_id]}


def _until(items: QuerySet[AttemptItem]) -> dict[int, date]:
    """A try was about what fell due so many days before it as its consent says."""
    zone = ZoneInfo(require_business().time_zone)
    rows = items.filter(attempt__autopay_run__state__in=AutopayRun.GIVEN_UP).values_list(
        "charge_id", "attempt__created_at", "attempt__autopay_run__consent__days_after_due"
    )
    found: dict[int, date] = {}
    for charge_id, tried_at, days in rows:
        day = tried_at.astimezone(zone).date() - timedelta(days=days)
        found[charge_id] = max(day, found.get(charge_id, day))
    return found
