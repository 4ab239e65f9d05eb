"""Who looks after which contact."""

from collections.abc import Iterable, Mapping

from django.db.models import Count

from crm.models import ContactAssignment
from tenants.accounts.models import User


def counts(member_ids: Iterable[int]) -> Mapping[int, int]:
    """Return how many contacts, archived ones left out, are assigned to each of several members."""
    rows = ContactAssignment.objects.filter(member__in=list(member_ids), contact__archived_at=None)
    return dict(rows.values_list("member").annotate(Count("pk")).order_by())


def assigned_to(contact_id: int) -> list[User]:
    """Return who looks after a contact, by name; who has left the team is not among them."""
    theirs = ContactAssignment.objects.filter(contact=contact_id).values("member")
    return list(User.objects.filter(pk__in=theirs, suspended_at=None).order_by("name", "pk"))


def assignable() -> list[User]:
    """Return the members that contacts can be assigned to."""
    return list(User.objects.filter(kind=User.Kind.MEMBER, suspended_at=None).order_by("name", "pk"))
