"""Contacts and their files in the search over everything."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.selectors.contacts import contacts_found
from crm.selectors.files import files_found
from crm.selectors.updates import updates_found
from tenants.accounts.models import User
from tenants.search import Hit, Source


def _contacts(member: User, words: str, limit: int) -> list[Hit]:
    found = contacts_found(words, seen_by=member).order_by("sort_name", "id").prefetch_related(None)[:limit]
    return [Hit(each.display_name, reverse("crm:contact", args=[each.pk]), each.subtitle) for each in found]


CONTACTS = Source(name="contacts", label=_("Contacts"), icon="user", order=10, action="contacts.view", find=_contacts)


def _files(member: User, words: str, limit: int) -> list[Hit]:
    found = files_found(words, seen_by=member).order_by("-id")[:limit]
    return [Hit(each.name, reverse("crm:contact_files", args=[each.contact_id]), str(each.contact)) for each in found]


FILES = Source(name="files", label=_("Files"), icon="paperclip", order=40, action="files.view", find=_files)


def _updates(_member: User, words: str, limit: int) -> list[Hit]:
    found = updates_found(words)[:limit]
    return [Hit(each.title, reverse("updates:update", args=[each.pk]), each.excerpt) for each in found]


UPDATES = Source(name="updates", label=_("Updates"), icon="megaphone", order=45, action="updates.view", find=_updates)
