"""What the layers below have to know of contacts and members: who sees which, and where addresses lead."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from crm.models import Contact
from crm.selectors.assignments import counts
from crm.services.assignments import hand_over
from tenants.accounts import sight
from tenants.accounts.models import User


class Assigned:
    """Contacts as crm knows them."""

    def ids_seen_by(self, member: User) -> QuerySet[Any, Any]:
        return Contact.objects.seen_by(member).values("pk")

    def counts(self, member_ids: Iterable[int]) -> Mapping[int, int]:
        return counts(member_ids)

    def hand_over(self, member: User, to: User) -> int:
        return hand_over(member, to)


def register() -> None:
    sight.join(Assigned())
    sight.register_place("contact_id", lambda contact_id: Contact.objects.filter(pk=contact_id))
    sight.register_place("correction_id", lambda report_id: Contact.objects.filter(corrections=report_id))
