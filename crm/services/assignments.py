"""Giving contacts to members to look after."""

from collections.abc import Iterable

from django.db import transaction

from crm.models import Contact, ContactAssignment
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel.errors import NotFound


@transaction.atomic
def assign(contact_id: int, *, member_ids: Iterable[int]) -> list[User]:
    """Leave a contact with exactly these members; what somebody removed from the team had stays theirs.

    Raises NotFound for anybody who is not on the team.
    """
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    members = _members(member_ids)
    held = ContactAssignment.objects.filter(contact=contact, member__suspended_at=None)
    before = set(held.values_list("member", flat=True))
    wanted = {member.pk for member in members}
    if before == wanted:
        return members
    held.exclude(member__in=wanted).delete()
    _add(contact.pk, wanted - before)
    names = ", ".join(member.name for member in members)
    record("contact.assigned" if names else "contact.unassigned", contact, contact_id=contact.pk, names=names)
    return members


@transaction.atomic
def assign_many(contacts: Iterable[int], *, member_id: int) -> int:
    """Add a member to many contacts; return how many were not theirs before. Raises NotFound."""
    (member,) = _members([member_id])
    added = 0
    for contact in Contact.objects.filter(pk__in=list(contacts)).order_by("pk").select_for_update():
        if _add(contact.pk, {member.pk}):
            added += 1
            record("contact.assigned", contact, contact_id=contact.pk, names=member.name)
    return added


@transaction.atomic
def hand_over(member: User, to: User) -> int:
    """Give what one member looks after to another; return how many contacts that were."""
    theirs = ContactAssignment.objects.select_for_update().filter(member=member)
    contacts = list(theirs.values_list("contact", flat=True))
    ContactAssignment.objects.bulk_create(
        [ContactAssignment(contact_id=pk, member=to) for pk in contacts], ignore_conflicts=True
    )
    theirs.delete()
    return len(contacts)


def _members(member_ids: Iterable[int]) -> list[User]:
    wanted = set(member_ids)
    found = User.objects.filter(pk__in=wanted, kind=User.Kind.MEMBER, suspended_at=None).order_by("name", "pk")
    if len(found) != len(wanted):
        raise NotFound
    return list(found)


def _add(contact_id: int, member_ids: set[int]) -> int:
    held = ContactAssignment.objects.filter(contact=contact_id, member__in=member_ids)
    fresh = member_ids - set(held.values_list("member", flat=True))
    ContactAssignment.objects.bulk_create(
        [ContactAssignment(contact_id=contact_id, member_id=pk) for pk in sorted(fresh)], ignore_conflicts=True
    )
    return len(fresh)
