"""What customers do not recognise: which charges are being looked into, and what was answered."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from billing.errors import NoSuchCharge, NoSuchQuery
from billing.models import Charge, ChargeQuery
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock

SHOWN_FOR = timedelta(days=60)
"""How long a customer sees an answer beside what they pay; it stands on the charge's own page for good."""


def queried_charge_ids(contact_ids: Iterable[int] | None = None) -> set[int]:
    """Return the charges that a customer does not recognise, until that is resolved: of these contacts, or of all."""
    found = ChargeQuery.objects.filter(state=ChargeQuery.State.OPEN)
    if contact_ids is not None:
        found = found.filter(contact_id__in=list(contact_ids))
    return set(found.values_list("charge_id", flat=True))


def open_queries(member: User) -> QuerySet[ChargeQuery]:
    """Return what waits for an answer among the contacts that a member sees, the oldest first."""
    waiting = ChargeQuery.objects.filter(sight.within(member), state=ChargeQuery.State.OPEN)
    return waiting.select_related("charge", "contact").order_by("pk")


def queries_about(charge_id: int) -> list[ChargeQuery]:
    """Return what was ever asked about a charge, the latest first."""
    return list(ChargeQuery.objects.filter(charge_id=charge_id).order_by("-pk"))


def queries_of(contact_id: int) -> list[ChargeQuery]:
    """Return a contact's open queries and those answered lately, the latest first."""
    mine = ChargeQuery.objects.filter(contact_id=contact_id).select_related("charge")
    is_open = mine.filter(state=ChargeQuery.State.OPEN)
    answered = mine.filter(
        state__in=[ChargeQuery.State.EXPLAINED, ChargeQuery.State.TAKEN_OFF],
        decided_at__gte=clock.now() - SHOWN_FOR,
    )
    return list((is_open | answered).order_by("-pk"))


def answered_of(contact_id: int) -> list[ChargeQuery]:
    """Return what a contact asked and was answered lately, the latest first."""
    return [query for query in queries_of(contact_id) if not query.is_open]


def charge_of(contact_id: int, charge_id: int) -> Charge:
    """Return one charge of a contact; another contact's is as unknown as one that never was."""
    charge = Charge.objects.filter(contact_id=contact_id, pk=charge_id).first()
    if charge is None:
        raise NoSuchCharge
    return charge


def query_of(contact_id: int, query_id: int) -> ChargeQuery:
    """Return one query of a contact; another contact's is as unknown as one that never was."""
    query = ChargeQuery.objects.filter(contact_id=contact_id, pk=query_id).select_related("charge").first()
    if query is None:
        raise NoSuchQuery
    return query
