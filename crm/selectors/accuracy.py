"""Accuracy counted by the database: for a page of contacts, for a filter, and for the whole business."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from crm.models import Address, Contact, ContactEmail, ContactPhone, Correction, DetailCheck
from crm.models.contact import ContactQuerySet
from crm.registry import Condition
from crm.selectors.checks import Accuracy, fresh_since
from crm.selectors.details import NAMES
from tenants.kernel.models import BusinessQuerySet

_REACH = (ContactEmail, ContactPhone, Address)

Audience = BusinessQuerySet[Any]
"""Contacts that carry ``shown``, ``checked`` and ``reported``."""


def accuracy_by_contact(contact_ids: Iterable[int]) -> dict[int, Accuracy]:
    """Return the accuracy of several contacts in one query."""
    found = with_accuracy(Contact.objects.filter(pk__in=list(contact_ids))).values_list("pk", "shown", "checked")
    return {pk: Accuracy(shown, checked) for pk, shown, checked in found}


def standing_of(contact_id: int) -> tuple[Accuracy, int]:
    """Return a contact's accuracy and how many details its customers should look at, in one query."""
    found = with_accuracy(Contact.objects.filter(pk=contact_id)).get()
    return Accuracy(found.shown, found.checked), max(0, found.shown - found.checked - found.reported)


def with_accuracy(contacts: ContactQuerySet) -> Audience:
    """Annotate contacts with how many details they are ``shown``, ``checked`` of them, and ``reported`` wrong."""
    reported = Correction.objects.filter(state=Correction.State.OPEN).exclude(held={})
    rows = [_count(model.objects.all()) for model in _REACH]
    counted: Audience = contacts.annotate(
        shown=sum(rows, _names_shown()), checked=_count(checks_that_count()), reported=_count(reported)
    )
    return counted


def accuracy_of_all() -> Accuracy:
    """Return the accuracy of the business: all shown details of all contacts that are not put away, in one query."""
    active = Contact.objects.active()
    here = active.order_by().values(of=Value("names")).annotate(n=Sum(_names_shown()))
    rows = [model.objects.filter(contact__archived_at=None) for model in _REACH]
    checked = checks_that_count().filter(contact__archived_at=None)
    counted = here.values_list("of", "n").union(
        *(_labelled(found, "reach") for found in rows), _labelled(checked, "checked"), all=True
    )
    sums = {"names": 0, "reach": 0, "checked": 0}
    for of, n in counted:
        sums[of] += n or 0
    return Accuracy(sums["names"] + sums["reach"], sums["checked"])


def checks_that_count() -> BusinessQuerySet[DetailCheck]:
    """Return what makes the accuracy: recent answers "right" that no open report contradicts."""
    doubted = Correction.objects.filter(contact=OuterRef("contact"), key=OuterRef("key"), state=Correction.State.OPEN)
    return DetailCheck.objects.filter(state__in=DetailCheck.RIGHT, checked_at__gte=fresh_since()).exclude(
        Exists(doubted)
    )


def never_checked() -> Condition:
    """Contacts none of whose details anybody has confirmed."""
    return ~Exists(DetailCheck.objects.filter(contact=OuterRef("pk"), state__in=DetailCheck.RIGHT))


def with_open_reports() -> Condition:
    return Exists(Correction.objects.filter(contact=OuterRef("pk"), state=Correction.State.OPEN))


def to_be_checked(contacts: ContactQuerySet) -> Audience:
    """Return the contacts with something that their customers have neither confirmed lately nor reported wrong."""
    return with_accuracy(contacts).filter(shown__gt=F("checked") + F("reported"))


def _names_shown() -> Any:
    parts = [Case(When(Q(**{name: ""}), then=0), default=1, output_field=IntegerField()) for name in NAMES]
    return sum(parts[1:], parts[0])


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(contact=OuterRef("pk")).order_by().values("contact").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _labelled(rows: QuerySet[Any], of: str) -> Any:
    return rows.order_by().values(of=Value(of)).annotate(n=Count("pk")).values_list("of", "n")
