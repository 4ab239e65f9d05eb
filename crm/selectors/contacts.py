from collections.abc import Iterable

from django.urls import reverse

from crm.models import Contact, Tag
from crm.models.contact import ContactQuerySet
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound


def contact_named(contact_id: int) -> Contact:
    """Return a contact, archived or not; raises NotFound for a stranger's id exactly as for a random one."""
    found = Contact.objects.filter(pk=contact_id).prefetch_related("tags", "emails", "phones").first()
    if found is None:
        raise NotFound
    return found


def contacts_found(words: str, *, seen_by: User, tag: int | None = None, archived: bool = False) -> ContactQuerySet:
    """Return what the list shows to a member: every word occurs, the tag is on it, put away or not."""
    found = Contact.objects.archived() if archived else Contact.objects.active()
    found = found.seen_by(seen_by)
    if tag is not None:
        found = found.filter(contact_tags__tag=tag)
    return found.matching(words).prefetch_related("tags")


def names_of(contact_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return names and addresses of contacts by id, archived ones as well."""
    found = Contact.objects.filter(pk__in=list(contact_ids))
    return {contact.pk: (contact.display_name, reverse("crm:contact", args=[contact.pk])) for contact in found}


def all_tags() -> list[Tag]:
    return list(Tag.objects.order_by("name"))
