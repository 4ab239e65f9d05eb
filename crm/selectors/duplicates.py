"""Contacts that somebody new may already be: a hint, never a refusal."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm import phones
from crm.entries import NewContact
from crm.folding import fold
from crm.models import Contact, ContactEmail, ContactPhone
from tenants.accounts import sight
from tenants.accounts.models import User

_SIMILAR = 0.75
_MOST = 5
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class LookAlike:
    contact: Contact
    reason: str | Promise


def look_alikes(details: NewContact, *, seen_by: User, besides: int | None = None) -> list[LookAlike]:
    """Return at most five contacts, of those a member sees, with the same e-mail, phone number or nearly the name."""
    found: dict[int, LookAlike] = {}
    for contacts, reason in (
        (_same_email(details, seen_by), _("same e-mail address")),
        (_same_phone(details, seen_by), _("same phone number")),
        (_similar_name(details, seen_by), _("similar name")),
    ):
        for contact in contacts:
            if contact.pk != besides:
                found.setdefault(contact.pk, LookAlike(contact, reason))
    return list(found.values())[:_MOST]


def _same_email(details: NewContact, member: User) -> list[Contact]:
    addresses = [entry.address.lower() for entry in details.emails]
    rows = ContactEmail.objects.annotate(folded=Lower("address")).filter(sight.within(member), folded__in=addresses)
    return [row.contact for row in rows.select_related("contact")[:_MOST]] if addresses else []


def _same_phone(details: NewContact, member: User) -> list[Contact]:
    region = phones.home_region()
    numbers = {phones.e164(entry.number, region) for entry in details.phones} - {""}
    rows = ContactPhone.objects.filter(sight.within(member), e164__in=numbers)
    return [row.contact for row in rows.select_related("contact")[:_MOST]] if numbers else []


def _similar_name(details: NewContact, member: User) -> list[Contact]:
    name = fold(details.display_name)
    if len(name) < _SHORTEST_NAME:
        return []
    near = Contact.objects.seen_by(member).filter(search_text__word_similar=name)  # this one can use the index
    ranked = near.annotate(likeness=TrigramWordSimilarity(name, "sort_name")).filter(likeness__gte=_SIMILAR)
    return list(ranked.order_by("-likeness", "id")[:_MOST])
